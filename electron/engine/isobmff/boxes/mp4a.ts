// `mp4a` and all other AudioSampleEntry (ISO/IEC 14496-12 12.2.3), with the longer forms that QuickTime gives them.
import { ByteSink } from '../../base/byte-sink.ts'
import { Cursor } from '../../base/cursor.ts'
import { innerBox, readInnerBoxes } from '../inner-boxes.ts'
import type { InnerBox } from '../inner-boxes.ts'
import { writeBox } from '../box-writer.ts'

export type AudioEntry = {
  dataReference: number
  channels: number
  bitsPerSample: number
  /** Samples a second; 0 where the rate does not fit the field. */
  sampleRate: number
  boxes: InnerBox[]
}

/**
 * Reads a whole sample entry, header included. QuickTime's versions 1 and 2 have 16 or 36 bytes more; ISO's
 * AudioSampleEntryV1 has not, and is told by the version of `stsd` being 1.
 */
export function readAudioEntry(entry: Uint8Array, stsdVersion: number): AudioEntry {
  const cursor = new Cursor(entry, 8)
  cursor.skip(6)
  const dataReference = cursor.u16()
  const version = cursor.u16()
  cursor.skip(6)
  const [channels, bitsPerSample] = [cursor.u16(), cursor.u16()]
  cursor.skip(4)
  const sampleRate = Math.floor(cursor.u32() / 0x1_0000)
  if (stsdVersion === 0 && version === 1) cursor.skip(16)
  if (stsdVersion === 0 && version === 2) cursor.skip(36)
  const boxes = readInnerBoxes(entry, cursor.position)
  // QuickTime hides the configuration in `wave`.
  const wave = innerBox(boxes, 'wave')
  if (wave) boxes.push(...readInnerBoxes(wave, 0))
  return { dataReference, channels, bitsPerSample, sampleRate, boxes }
}

/** A whole sample entry; `boxes` are whole boxes, such as `esds`. */
export function writeAudioEntry(
  type: string,
  entry: { channels: number; bitsPerSample: number; sampleRate: number; boxes: readonly Uint8Array[] },
): Uint8Array {
  const sink = new ByteSink().zeros(6).u16(1).zeros(8).u16(entry.channels).u16(entry.bitsPerSample).zeros(4)
  sink.u32(entry.sampleRate < 0x1_0000 ? entry.sampleRate * 0x1_0000 : 0)
  return writeBox(type, sink.finish(), ...entry.boxes)
}
