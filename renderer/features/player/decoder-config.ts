// From a track of the contract to what WebCodecs wants, and whether this platform can decode it at all.
import type { EntryColours, Track } from '#contract/track.ts'
import type { Beginning } from './decoder-port.ts'
import type { SaidColours } from './frame-colours.ts'
import { BitsEnded } from './h264-bits.ts'
import { readParameterSets, type ParameterSets } from './h264-sets.ts'
import { holdsTogether, isDisposable, isIdr, isOfOneSequence, startBefore as startOf } from './h264-start.ts'

/**
 * `cropping`: the platform would show columns that the video's own cropping takes away · `failed`: it did not answer whether it can
 * decode this, which is not to say that it cannot.
 */
export type Unsupported = 'codec' | 'no-decoder' | 'no-configuration' | 'cropping' | 'failed'

export type VideoSupport =
  | { supported: true; config: VideoDecoderConfig; software: boolean }
  /** `detail`: in the platform's own words, where it said any. */
  | { supported: false; codec: string; reason: Unsupported; detail?: string }

/** Bytes of a hex string. */
export function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length >>> 1)
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/**
 * What to hand to `VideoDecoder.configure`. Software decoding is preferred: it gives the same picture on every
 * computer, and its pictures may be kept as long as we like. HEVC usually exists in hardware only.
 */
export async function chooseVideoConfig(track: Track): Promise<VideoSupport> {
  const refuse = (reason: Unsupported, detail?: string): VideoSupport => ({
    ...{ supported: false, codec: track.codec, reason },
    ...(detail === undefined ? {} : { detail }),
  })
  if (typeof VideoDecoder === 'undefined') return refuse('no-decoder')
  // Without parameter sets the decoder would expect another byte format and fail on every sample.
  if (/^(avc1|hvc1)/.test(track.codec) && !track.decoderConfig) return refuse('no-configuration')
  if (cropsOnLeft(track)) return refuse('cropping')
  const base: VideoDecoderConfig = {
    codec: track.codec,
    // Others carry their parameters in the samples.
    ...(track.decoderConfig && carriesSets(track) ? { description: bytesOfHex(track.decoderConfig) } : {}),
    ...(track.width > 0 && track.height > 0 ? { codedWidth: track.width, codedHeight: track.height } : {}),
  }
  for (const hardwareAcceleration of ['prefer-software', 'no-preference'] as const) {
    const config = { ...base, hardwareAcceleration }
    try {
      const { supported } = await VideoDecoder.isConfigSupported(config)
      if (supported) return { supported, config, software: hardwareAcceleration === 'prefer-software' }
    } catch (error) {
      // A codec string that is not one is as good as unsupported; everything else is another matter.
      return refuse(error instanceof TypeError ? 'codec' : 'failed', wordsOf(error))
    }
  }
  return refuse('codec')
}

/** Whether its decoder configuration holds parameter sets, which samples may bring too. */
export const carriesSets = ({ codec }: Pick<Track, 'codec'>): boolean => /^(avc|hvc|hev)/.test(codec)

/** Software decoders leave columns of a cropping on the left where that suits the alignment in memory. */
export const cropsOnLeft = (track: Configured): boolean =>
  setsOf(track)?.sequences.some(({ cropLeft }) => cropLeft > 0) ?? false

/**
 * What it says of colours, and where it does not, what `colr` says; null where its sets are not known, or contradict each other.
 */
export function coloursOf(track: Configured, colr?: EntryColours): SaidColours | null {
  const [first, ...others] = setsOf(track)?.sequences.map(({ colours }) => colours) ?? []
  const isOne = others.every(
    ({ fullRange, matrix }) => fullRange === first?.fullRange && matrix === first.matrix,
  )
  if (!first || !isOne) return null
  return {
    fullRange: first.fullRange ?? colr?.fullRange ?? null,
    matrix: first.matrix ?? colr?.matrix ?? null,
  }
}

/** How decoding begins where this configuration is the one; `base`: what was chosen for that of the sample entry. */
export function beginningWith(
  track: Track,
  base: VideoDecoderConfig,
  decoderConfig: string | null,
): Beginning {
  const sets = setsOf({ ...track, decoderConfig })
  const startBefore: Beginning['startBefore'] = (sample) => (sets ? startOf(sample, sets) : null)
  if (decoderConfig === track.decoderConfig || decoderConfig === null)
    return { config: base, startBefore, goesOn: goingOn(track, base, sets) }
  // The pictures may be of another size.
  const { codedWidth: _, codedHeight: __, ...others } = base
  // Profile, compatibility and level of an AVCDecoderConfigurationRecord.
  const codec = sets ? `${track.codec.slice(0, 4)}.${decoderConfig.slice(2, 8)}` : track.codec
  return {
    config: { ...others, codec, description: bytesOfHex(decoderConfig) },
    startBefore,
    goesOn: null,
  }
}

/** One decoder for all of it: in software, which may keep as many pictures as there are, and with the same parameter sets throughout. */
function goingOn(track: Track, base: VideoDecoderConfig, sets: ParameterSets | null): Beginning['goesOn'] {
  const isSteady = base.hardwareAcceleration === 'prefer-software' && track.setsChange === false
  if (!isSteady || !sets || !isOfOneSequence(sets)) return null
  return (sample) => isIdr(sample, sets.lengthSize)
}

/** Whether other samples need one of this track; where that cannot be told, they may. */
export function disposableIn(track: Track): (sample: Uint8Array) => boolean {
  const sets = setsOf(track)
  return (sample) => sets !== null && isDisposable(sample, sets.lengthSize)
}

/** Whether a sample may leave something in the decoder that changes later groups; where it cannot be told, false. */
export function spoilingIn(track: Track): (sample: Uint8Array) => boolean {
  const sets = setsOf(track)
  return (sample) => sets !== null && !holdsTogether(sample, sets.lengthSize)
}

type Configured = Pick<Track, 'codec' | 'decoderConfig'>

/** Null where it is not H.264, or they cannot be read: the decoder will say so itself. */
function setsOf({ codec, decoderConfig }: Configured): ParameterSets | null {
  if (!codec.startsWith('avc') || !decoderConfig) return null
  try {
    return readParameterSets(bytesOfHex(decoderConfig))
  } catch (error) {
    if (error instanceof BitsEnded) return null
    throw error
  }
}

const aacRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
]
const aacChannels = [0, 1, 2, 3, 4, 5, 6, 8]

/**
 * Rate and channels of an AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1), which count: the sample entry often says
 * two channels whatever there are, and a decoder that is told otherwise refuses. Null where it does not say.
 */
export function aacFormat(config: Uint8Array): { sampleRate: number | null; channels: number | null } {
  if (config.length < 2) return { sampleRate: null, channels: null }
  const bits = ((config[0] ?? 0) << 16) | ((config[1] ?? 0) << 8) | (config[2] ?? 0)
  const isLongType = bits >>> 19 === 31
  // Object types from 32 on take six bits more.
  const rest = isLongType ? bits << 6 : bits
  const rate = aacRates[(rest >>> 15) & 0xf] ?? null
  return { sampleRate: rate, channels: rate === null ? null : aacChannels[(rest >>> 11) & 0xf] || null }
}

/** `failed`: in the platform's own words, why it did not answer. */
export type AudioSupport = { config: AudioDecoderConfig } | { unsupported: string; failed?: string }

export async function chooseAudioConfig(track: Track): Promise<AudioSupport> {
  const unsupported = { unsupported: track.codec }
  if (typeof AudioDecoder === 'undefined' || track.channels < 1 || track.sampleRate < 1) return unsupported
  const description = track.decoderConfig ? bytesOfHex(track.decoderConfig) : null
  const told = description && track.codec.startsWith('mp4a.40') ? aacFormat(description) : null
  const config: AudioDecoderConfig = {
    codec: track.codec,
    numberOfChannels: told?.channels ?? track.channels,
    sampleRate: told?.sampleRate ?? track.sampleRate,
    ...(description ? { description } : {}),
  }
  try {
    return (await AudioDecoder.isConfigSupported(config)).supported ? { config } : unsupported
  } catch (error) {
    return error instanceof TypeError ? unsupported : { ...unsupported, failed: wordsOf(error) }
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
