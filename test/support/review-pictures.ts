// Videos whose every picture shows its own number in stripes, and a reader of those numbers: so that a review copy can be
// held against what its pictures really show.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReviewCopy, ReviewGroup } from '#engine/media/review-copy.ts'

const bits = 8
export const stripe = 32
export const size = { width: bits * stripe, height: 64 }

/** White for 1, black for 0, the lowest bit on the left. */
const numbers = `geq=lum='if(mod(floor(N/pow(2,floor(X/${stripe}))),2),235,16)':cb=128:cr=128`

/** `after`: filters behind the numbering, as a selection that makes the rate vary. */
export function makeNumbered(
  path: string,
  pictures: number,
  encoder: string[],
  after: string[] = [],
): string {
  const source = `color=black:s=${size.width}x${size.height}:r=25`
  const filters = [numbers, ...after].join(',')
  const input = ['-f', 'lavfi', '-i', source, '-frames:v', String(pictures), '-vf', filters]
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, '-fps_mode', 'passthrough', ...encoder, path])
  return path
}

/** The numbers in the pictures that ffmpeg decodes from a file, in its order. */
export function numbersIn(path: string, ...input: string[]): number[] {
  const out = ['-map', '0:v:0', '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']
  const scale = ['-vf', `crop=${size.width}:${size.height}:0:0`]
  const raw = execFileSync('ffmpeg', ['-v', 'error', ...input, '-i', path, ...scale, ...out], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const picture = size.width * size.height
  return Array.from({ length: Math.floor(raw.length / picture) }, (_, at) =>
    numberIn(raw.subarray(at * picture, (at + 1) * picture)),
  )
}

/** What is neither black nor white is no number: −1. */
function numberIn(grey: Uint8Array): number {
  let number = 0
  for (let bit = 0; bit < bits; bit += 1) {
    const middle = grey[(size.height / 2) * size.width + bit * stripe + stripe / 2] ?? 0
    if (middle > 60 && middle < 190) return -1
    number += middle > 128 ? 2 ** bit : 0
  }
  return number
}

export type Shown = { picture: number; number: number; doubtful: boolean }

/** Every group of a copy in order, each decoded by itself: what each picture shows. */
export async function readCopy(
  copy: Pick<ReviewCopy, 'pictures' | 'group'>,
  file: (run: number) => string,
): Promise<Shown[]> {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-copy-'))
  const shown: Shown[] = []
  for (let at = 0; at < copy.pictures;) {
    const group = await copy.group(at)
    if (group.absent === null) shown.push(...decode(group, file(group.run), join(folder, `${at}.h264`)))
    at = Math.max(group.end, at + 1)
  }
  return shown
}

function decode(group: ReviewGroup, path: string, scratch: string): Shown[] {
  const parts: Uint8Array[] = parameterSets(Buffer.from(group.config, 'hex'))
  const file = openSync(path, 'r')
  for (const { offset, size: length } of group.pictures) {
    const bytes = Buffer.alloc(length)
    if (readSync(file, bytes, 0, length, offset) !== length) throw new Error('the run is shorter than told')
    for (let at = 0; at < length; at += 4 + bytes.readUInt32BE(at)) {
      parts.push(startCode, bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at)))
    }
  }
  closeSync(file)
  writeFileSync(scratch, Buffer.concat(parts))
  const decoded = numbersIn(scratch, '-f', 'h264')
  if (decoded.length !== group.pictures.length)
    throw new Error(`${group.pictures.length} pictures were told, ${decoded.length} are there`)
  return group.pictures.map(({ picture, doubtful }, index) => ({
    picture,
    number: decoded[index]!,
    doubtful,
  }))
}

const startCode = Buffer.of(0, 0, 0, 1)

/** Of an AVCDecoderConfigurationRecord. */
function parameterSets(record: Buffer): Uint8Array[] {
  const sets: Uint8Array[] = []
  let at = 5
  for (const mask of [0x1f, 0xff]) {
    const count = record.readUInt8(at) & mask
    at += 1
    for (let set = 0; set < count; set += 1) {
      const length = record.readUInt16BE(at)
      sets.push(startCode, record.subarray(at + 2, at + 2 + length))
      at += 2 + length
    }
  }
  return sets
}
