// Tracks made of single units, for what is read of their parameter sets.
import { Findings } from '#engine/base/findings.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { writeAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { writeVisualEntry } from '#engine/isobmff/boxes/avc1.ts'
import { writePasp } from '#engine/isobmff/boxes/pasp.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { describeEntry } from '#engine/isobmff/sample-entry.ts'
import type { SampleEntry } from '#engine/isobmff/sample-entry.ts'
import { BitWriter } from './bit-writer.ts'

/** Of picture parameter set `id`; `qp` makes it another one of the same number. */
export const pps = (id: number, qp: number): Uint8Array =>
  new BitWriter().ue(id, 0).u(2, 0).ue(0, 0, 0).u(3, 0).se(qp).unit(0x68)
/** Of 16 × `across` pixels in each direction. */
export const sps = (across: number): Uint8Array =>
  new BitWriter()
    .u(8, 66)
    .u(8, 0)
    .u(8, 30)
    .ue(0, 0, 2, 1)
    .u(1, 0)
    .ue(across - 1, across - 1)
    .u(4, 0b1100)
    .unit(0x67)
export const slice = new BitWriter().ue(0, 2, 0).unit(0x65)
/** A long one, so that not all of it is read. */
export const picture = Uint8Array.from([...slice, ...new Uint8Array(9_000).fill(0x55)])

export function entryOf(sets: Uint8Array[], code = 'avc1'): SampleEntry {
  const config = { profile: 66, compatibility: 0, level: 30, lengthSize: 4, extension: new Uint8Array(0) }
  const ofType = (type: number): Uint8Array[] => sets.filter(([head = 0]) => (head & 0x1f) === type)
  const avcC = writeAvcC({ ...config, sequenceParameterSets: ofType(7), pictureParameterSets: ofType(8) })
  const boxes = [avcC, writePasp({ h: 4, v: 3 })]
  const bytes = writeVisualEntry(code, { width: 640, height: 640, boxes })
  const raw = { type: code, offset: 0, size: bytes.length, bytes }
  return describeEntry(raw, 'vide', 0, new Findings())
}

/** A track of these samples, one behind the other; counts what is read of them. */
export function trackOf(
  entries: SampleEntry[],
  samples: { units: Uint8Array[]; entry?: number; isSync?: boolean }[],
) {
  const stored = samples.map(({ units }) =>
    Buffer.concat(
      units.flatMap((unit) => {
        const length = Buffer.alloc(4)
        length.writeUInt32BE(unit.length)
        return [length, unit]
      }),
    ),
  )
  const whole = memorySource('samples', Buffer.concat(stored))
  const reads = { bytes: 0, count: 0, open: 0, most: 0 }
  const source: typeof whole = {
    ...whole,
    read: async (offset, length) => {
      reads.bytes += length
      reads.count += 1
      reads.open += 1
      reads.most = Math.max(reads.most, reads.open)
      const bytes = await whole.read(offset, length)
      reads.open -= 1
      return bytes
    },
  }
  const size = Uint32Array.from(stored, ({ length }) => length)
  const offset = Float64Array.from(size, (_, at) => size.subarray(0, at).reduce((sum, one) => sum + one, 0))
  const entry = Uint8Array.from(samples, (sample) => sample.entry ?? 0)
  const sync = Uint8Array.from(samples, ({ isSync = true }) => (isSync ? 1 : 0))
  const track = {
    entries,
    samples: { length: samples.length, size, offset, entry, sync },
  } as unknown as MovieTrack
  return { source, track, reads }
}

/** So long that its head is read alone. */
export const long = Uint8Array.from([...slice, ...new Uint8Array(30_000).fill(0x55)])
