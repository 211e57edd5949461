// What a sample entry says of its samples: codec after RFC 6381, decoder configuration, picture size or sound format.
import type { Aperture, EntryColours } from '#contract/track.ts'
import { Cursor, OutOfBounds } from '../base/cursor.ts'
import { quote } from '../base/findings.ts'
import type { Findings } from '../base/findings.ts'
import { formatAvcCodec, readAvcC } from './boxes/avcC.ts'
import { readVisualEntry } from './boxes/avc1.ts'
import { apertureOf, readClap } from './boxes/clap.ts'
import { coloursOf, readColr } from './boxes/colr.ts'
import { formatMp4aCodec, readAudioConfig, readEsds } from './boxes/esds.ts'
import { formatHevcCodec, readHvcC } from './boxes/hvcC.ts'
import { readAudioEntry } from './boxes/mp4a.ts'
import { readPasp } from './boxes/pasp.ts'
import type { RawEntry } from './boxes/stsd.ts'
import { innerBox } from './inner-boxes.ts'
import type { InnerBox } from './inner-boxes.ts'

export type DecoderConfig = {
  /** Code of the box that holds it: `avcC`, `hvcC`, `esds`, `av1C` … */
  type: string
  /** What a decoder wants: the payload of that box; for `esds` the AudioSpecificConfig inside it. */
  bytes: Uint8Array
}

export type SampleEntry = RawEntry & {
  /** RFC 6381 where known (`avc1.64000b`, `mp4a.40.2`, `hvc1.1.6.L93.B0`), else the code of the entry. */
  codec: string
  decoderConfig: DecoderConfig | null
  /** Stored size in pixels; 0 where it does not apply. */
  width: number
  height: number
  pixelAspect: { h: number; v: number }
  /** Null where there is none, or one that says nothing. */
  aperture: Aperture | null
  /** Of `colr`; null where there is none, or only a profile. */
  colours: EntryColours | null
  /** Audio only, else 0. */
  channels: number
  sampleRate: number
}

const otherConfigs = [
  'av1C',
  'vpcC',
  'vvcC',
  'dOps',
  'dfLa',
  'dac3',
  'dec3',
  'mp4v',
  'jpgC',
  'alac',
  'wfex',
  'pcmC',
]

/** Finding `sample-entry-unreadable` where its fields or its configuration end too early; what was read is kept. */
export function describeEntry(
  raw: RawEntry,
  handler: string,
  stsdVersion: number,
  findings: Findings,
): SampleEntry {
  const entry: SampleEntry = {
    ...raw,
    codec: raw.type,
    decoderConfig: null,
    width: 0,
    height: 0,
    pixelAspect: { h: 1, v: 1 },
    aperture: null,
    colours: null,
    channels: 0,
    sampleRate: 0,
  }
  try {
    if (handler === 'vide' || handler === 'pict' || handler === 'auxv') describePicture(entry)
    else if (handler === 'soun') describeSound(entry, stsdVersion)
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
    findings.add('sample-entry-unreadable', 'error', `Sample entry ${quote(raw.type)}: ${error.message}.`, {
      offset: raw.offset,
      clause: 'ISO/IEC 14496-12 8.5.2',
    })
  }
  return entry
}

/**
 * For each entry the first one that is the same byte for byte, by its place: some writers say the same twice. An entry that
 * was too long to be kept whole is like none.
 */
export const firstAlike = (entries: readonly Pick<RawEntry, 'bytes' | 'size'>[]): number[] =>
  entries.map((entry, place) => {
    if (entry.bytes.length !== entry.size) return place
    return entries.findIndex(
      (other, at) =>
        at === place || (other.size === entry.size && Buffer.compare(other.bytes, entry.bytes) === 0),
    )
  })

function describePicture(entry: SampleEntry): void {
  const { width, height, boxes } = readVisualEntry(entry.bytes)
  entry.width = width
  entry.height = height
  const [avcC, hvcC] = [innerBox(boxes, 'avcC'), innerBox(boxes, 'hvcC')]
  if (avcC) {
    entry.decoderConfig = { type: 'avcC', bytes: avcC }
    entry.codec = formatAvcCodec(entry.type, readAvcC(new Cursor(avcC)))
  } else if (hvcC) {
    entry.decoderConfig = { type: 'hvcC', bytes: hvcC }
    entry.codec = formatHevcCodec(entry.type, readHvcC(new Cursor(hvcC)))
  } else entry.decoderConfig = otherConfig(boxes)
  // Last, so that one that is cut costs the shape of the pixels and not the configuration.
  const pasp = innerBox(boxes, 'pasp')
  if (pasp) entry.pixelAspect = readPasp(new Cursor(pasp))
  const clap = innerBox(boxes, 'clap')
  if (clap) entry.aperture = apertureOf(readClap(new Cursor(clap)))
  // There may be several, a profile before code points (ISO/IEC 14496-12 12.1.5).
  for (const { type, payload } of boxes)
    if (type === 'colr') entry.colours ??= coloursOf(readColr(new Cursor(payload)))
}

function describeSound(entry: SampleEntry, stsdVersion: number): void {
  const { channels, sampleRate, boxes } = readAudioEntry(entry.bytes, stsdVersion)
  entry.channels = channels
  entry.sampleRate = sampleRate
  const payload = innerBox(boxes, 'esds')
  if (!payload) {
    entry.decoderConfig = otherConfig(boxes)
    return
  }
  const esds = readEsds(new Cursor(payload))
  entry.codec = formatMp4aCodec('mp4a', esds)
  if (esds.specificInfo.length > 0) entry.decoderConfig = { type: 'esds', bytes: esds.specificInfo }
  const config = esds.objectType === 0x40 ? readAudioConfig(esds.specificInfo) : null
  // Most writers put 2 channels into every entry; the decoder goes by the configuration (14496-14 5.6).
  if (config && config.channels > 0) entry.channels = config.channels
  if (config && sampleRate === 0) entry.sampleRate = config.sampleRate
}

function otherConfig(boxes: readonly InnerBox[]): DecoderConfig | null {
  const box = boxes.find(({ type }) => otherConfigs.includes(type))
  return box ? { type: box.type, bytes: box.payload } : null
}
