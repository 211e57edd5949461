// Bytes and sample tables made by hand for the NAL scan, and a reference that splits them in the plainest way.
import { createHash } from 'node:crypto'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import type { NalUnit } from '#engine/bitstream/nal-unit.ts'

export type TableRow = { offset: number; size: number; entry?: number }

export function tableOf(rows: readonly TableRow[]): SampleTable {
  return {
    length: rows.length,
    offset: Float64Array.from(rows, ({ offset }) => offset),
    size: Uint32Array.from(rows, ({ size }) => size),
    decodeTime: Float64Array.from(rows, (_, index) => index * 512),
    compositionOffset: new Int32Array(rows.length),
    duration: new Uint32Array(rows.length).fill(512),
    sync: new Uint8Array(rows.length).fill(1),
    entry: Uint8Array.from(rows, ({ entry = 0 }) => entry),
    unitSize: 0,
  }
}

/** A track of H.264 or H.265 with the given bytes of the length field, as far as reading units needs one. */
export function trackOf(
  rows: readonly TableRow[],
  options: { type?: string; lengthSize?: number; otherTypes?: string[] } = {},
): MovieTrack {
  const { type = 'avc1', lengthSize = 4, otherTypes = [] } = options
  const hevc = type.startsWith('h')
  const bytes = new Uint8Array(hevc ? 23 : 7)
  bytes[hevc ? 21 : 4] = 0xfc | (lengthSize - 1)
  const entries = [type, ...otherTypes].map((name) => ({
    type: name,
    decoderConfig: { type: hevc ? 'hvcC' : 'avcC', bytes },
  }))
  return { id: 1, timescale: 12_800, edits: [], entries, samples: tableOf(rows) } as unknown as MovieTrack
}

/** A sample: each unit behind its length. */
export const sampleOf = (units: readonly Uint8Array[], lengthSize = 4): Uint8Array =>
  Buffer.concat(
    units.flatMap((unit) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(unit.length)
      return [length.subarray(4 - lengthSize), unit]
    }),
  )

/** A unit as text, so that two lists of them can be compared. */
export const told = ({ sample, offset, size, type, role, digest, bytes }: NalUnit): string =>
  [sample, offset, size, type, role, digest && hex(digest), bytes && hex(bytes)].join(' ')

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** What a scan of H.264 with SHA-256 has to tell of a whole file, and how many samples do not fit. */
export function plainScan(
  file: Uint8Array,
  rows: readonly TableRow[],
  lengthSize: number,
): { units: string[]; bad: number } {
  const units: string[] = []
  let bad = 0
  for (const [sample, { offset, size }] of rows.entries()) {
    const bytes = Buffer.from(file.subarray(offset, offset + size))
    if (bytes.length < size) continue
    let at = 0
    while (at < size) {
      const length = at + lengthSize <= size ? bytes.readUIntBE(at, lengthSize) : -1
      at += lengthSize
      if (length < 0 || at + length > size) {
        bad += 1
        break
      }
      if (length > 0) units.push(toldOf(bytes.subarray(at, at + length), sample, offset + at))
      at += length
    }
  }
  return { units, bad }
}

function toldOf(unit: Buffer, sample: number, offset: number): string {
  const type = (unit[0] ?? 0) & 0x1f
  const slice = type >= 1 && type <= 5
  const sets = [7, 8, 13, 15]
  const role = slice
    ? 'slice'
    : type === 6
      ? 'sei'
      : sets.includes(type)
        ? 'parameter-set'
        : type === 9
          ? 'delimiter'
          : 'other'
  let end = unit.length
  while (end > 0 && unit[end - 1] === 0) end -= 1
  const digest = slice ? createHash('sha256').update(unit.subarray(0, end)).digest('hex') : null
  const kept = type === 6 || sets.includes(type) ? unit.toString('hex') : null
  return [sample, offset, unit.length, type, role, digest, kept].join(' ')
}
