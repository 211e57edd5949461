// From a track of the contract to what WebCodecs wants, and whether this platform can decode it at all.
import type { Track } from '#contract/track.ts'

export type VideoSupport =
  | { supported: true; config: VideoDecoderConfig; software: boolean }
  | { supported: false; codec: string; reason: 'codec' | 'no-decoder' | 'no-configuration' }

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
  const refuse = (reason: 'codec' | 'no-decoder' | 'no-configuration'): VideoSupport => ({
    supported: false,
    codec: track.codec,
    reason,
  })
  if (typeof VideoDecoder === 'undefined') return refuse('no-decoder')
  // Without parameter sets the decoder would expect another byte format and fail on every sample.
  if (/^(avc1|hvc1)/.test(track.codec) && !track.decoderConfig) return refuse('no-configuration')
  const base: VideoDecoderConfig = {
    codec: track.codec,
    // Others carry their parameters in the samples.
    ...(track.decoderConfig && /^(avc|hvc|hev)/.test(track.codec)
      ? { description: bytesOfHex(track.decoderConfig) }
      : {}),
    ...(track.width > 0 && track.height > 0 ? { codedWidth: track.width, codedHeight: track.height } : {}),
  }
  for (const hardwareAcceleration of ['prefer-software', 'no-preference'] as const) {
    const config = { ...base, hardwareAcceleration }
    try {
      const { supported } = await VideoDecoder.isConfigSupported(config)
      if (supported) return { supported, config, software: hardwareAcceleration === 'prefer-software' }
    } catch {
      // A codec string that is not one: as good as unsupported.
      return refuse('codec')
    }
  }
  return refuse('codec')
}

export type AudioSupport = { config: AudioDecoderConfig } | { unsupported: string }

export async function chooseAudioConfig(track: Track): Promise<AudioSupport> {
  const unsupported = { unsupported: track.codec }
  if (typeof AudioDecoder === 'undefined' || track.channels < 1 || track.sampleRate < 1) return unsupported
  const config: AudioDecoderConfig = {
    codec: track.codec,
    numberOfChannels: track.channels,
    sampleRate: track.sampleRate,
    ...(track.decoderConfig ? { description: bytesOfHex(track.decoderConfig) } : {}),
  }
  try {
    return (await AudioDecoder.isConfigSupported(config)).supported ? { config } : unsupported
  } catch {
    return unsupported
  }
}
