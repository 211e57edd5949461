// Reads the PNG files that screenshots are: 8 bits a channel, RGB or RGBA, not interlaced (ISO/IEC 15948).
import { inflateSync } from 'node:zlib'

/** Colours from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** Where something lies, in pixels, fractions included. */
export type Rect = { left: number; top: number; width: number; height: number }

export type Picture = { width: number; height: number; at(x: number, y: number): Rgb }

export function readPng(bytes: Buffer): Picture {
  if (bytes.toString('latin1', 1, 4) !== 'PNG') throw new Error('this is no PNG')
  const parts: Buffer[] = []
  let [width, height, channels] = [0, 0, 0]
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') {
      width = data.readUInt32BE(0)
      height = data.readUInt32BE(4)
      const [depth, colour, , , interlace] = data.subarray(8)
      if (depth !== 8 || interlace !== 0) throw new Error('this kind of PNG is not read')
      channels = { 2: 3, 6: 4 }[colour ?? 0] ?? 0
      if (channels === 0) throw new Error(`PNG colour type ${String(colour)} is not read`)
    }
    if (type === 'IDAT') parts.push(data)
    at += length + 12
  }
  const rows = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels)
  return {
    width,
    height,
    at(x, y) {
      if (x < 0 || y < 0 || x >= width || y >= height) throw new Error(`there is no pixel ${x}, ${y}`)
      const from = (y * width + x) * channels
      return [rows[from] ?? 0, rows[from + 1] ?? 0, rows[from + 2] ?? 0]
    },
  }
}

/** Undoes the filters that stand before each row (ISO/IEC 15948, clause 9). */
function unfilter(raw: Buffer, stride: number, height: number, channels: number): Uint8Array {
  const out = new Uint8Array(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]
    for (let x = 0; x < stride; x += 1) {
      const to = y * stride + x
      const left = x >= channels ? (out[to - channels] ?? 0) : 0
      const up = y > 0 ? (out[to - stride] ?? 0) : 0
      const upLeft = x >= channels && y > 0 ? (out[to - stride - channels] ?? 0) : 0
      out[to] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predict(filter, left, up, upLeft)
    }
  }
  return out
}

function predict(filter: number | undefined, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 0:
      return 0
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4: {
      const guess = left + up - upLeft
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)]
      return a <= b && a <= c ? left : b <= c ? up : upLeft
    }
    default:
      throw new Error(`PNG filter ${String(filter)} is not known`)
  }
}

/** Distance of two colours, 0 to about 441. */
export const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

/** `#rrggbb` as numbers. */
export const parseColour = (hex: string): Rgb => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
]
