// What ffmpeg says of one decoded picture (filter showinfo), and how it becomes RGB: which matrix and range, said by the
// stream or assumed, so that another tool can do the same.
import { EvidenceError } from '#contract/errors.ts'
import type { ColourRange } from '#contract/picture-view.ts'
import { quote } from '#engine/base/findings.ts'

export type PictureFacts = {
  /** ffmpeg's name of the pixel format. */
  format: string
  width: number
  height: number
  /** `P`, `T` or `B`: progressive, top or bottom field first. */
  scan: string
  /** I, P, B … as the decoder found it. */
  type: string
  colourSpace: string
  colourRange: string
  /** What the decoder complained of, its first and last lines. */
  complaints: string[]
}

const complaintLimit = 20

/** `said`: what ffmpeg wrote with `-loglevel level+info`. Null where it decoded no such picture. */
export function readShowinfo(said: string): PictureFacts | null {
  const line = /\bpts: *\d+ .*?\bfmt:(\w+) .*?\bs:(\d{1,6})x(\d{1,6}) i:(\w) .*?\btype:(\S)/.exec(said)
  if (!line) return null
  const [, format = '', width, height, scan = '', type = ''] = line
  const colour = /color_range:(\w+) color_space:(\w+)/.exec(said)
  const complaints = said
    .split('\n')
    .filter((text) => /\[(error|fatal|panic)\]/.test(text))
    .map((text) => text.replace(/^\[[^\]]* @ 0x[0-9a-f]+\] /, '').trim())
  return {
    ...{ format, width: Number(width), height: Number(height), scan, type },
    colourRange: colour?.[1] ?? 'unknown',
    colourSpace: colour?.[2] ?? 'unknown',
    complaints: [...new Set(complaints)].slice(0, complaintLimit).map((text) => quote(text, 200)),
  }
}

export type Conversion = {
  /** The filters after the picture was chosen. */
  filter: string
  bitDepth: 8 | 16
  matrix: string
  range: 'limited' | 'full'
  /** What the stream does not say and was assumed. */
  assumed: string[]
}

const matrices: Readonly<Record<string, string>> = {
  bt709: 'bt709',
  smpte170m: 'bt601',
  bt470bg: 'bt601',
  fcc: 'fcc',
  smpte240m: 'smpte240m',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
}

const flags = 'bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact'

/** Limited range to full, of each colour alike. */
const greyStretch = ['r', 'g', 'b']
  .map((colour) => `${colour}='clip(round((val-16)*255/219),0,255)'`)
  .join(':')
  .replace(/^/, 'lutrgb=')

/** Of RGB it says nothing. */
export const saysFullRange = ({ format, colourRange }: PictureFacts): boolean =>
  colourRange === 'pc' || /^yuvj/.test(format)

/** Without loss of depth: more than 8 bits become 16. `asked`: the range that somebody wants its values to be read in. */
export function conversionOf(facts: PictureFacts, asked: ColourRange = 'file'): Conversion {
  const { format, height, colourSpace, colourRange } = facts
  const isRgb = /^(gbr|rgb|bgr|argb|abgr|pal8|0rgb|0bgr)/.test(format)
  const bitDepth =
    /(?:p|gray|x2rgb|x2bgr|gbrap?)(?:9|10|12|14|16)(?:le|be)?$|48|64|p0?1[0246](?:le|be)$/.test(format)
      ? 16
      : 8
  const assumed: string[] = []
  const stated = Object.hasOwn(matrices, colourSpace) ? matrices[colourSpace] : undefined
  // As players do where a stream says nothing: by the size of the picture.
  const guess = height >= 720 ? 'bt709' : 'bt601'
  if (!isRgb && stated === undefined) assumed.push(`matrix ${guess} (the stream says “${colourSpace}”)`)
  const isFull = isRgb || (asked === 'file' ? saysFullRange(facts) : asked === 'full')
  if (asked === 'file' && !isFull && colourRange !== 'tv')
    assumed.push('limited range (the stream does not say)')
  const matrix = isRgb ? 'none' : (stated ?? guess)
  const range = isFull ? 'full' : 'limited'
  const input = isRgb ? '' : `in_color_matrix=${matrix}:in_range=${range}:`
  const output = bitDepth === 16 ? 'rgb48be' : 'rgb24'
  // ffmpeg takes grey of 8 bits for full range, whatever it is told.
  const stretched = format === 'gray' && !isFull ? `,${greyStretch}` : ''
  return {
    ...{ bitDepth, matrix, range, assumed },
    filter: `scale=${input}out_range=full:flags=${flags},format=${output}${stretched}`,
  }
}

/** No picture came of the sample: damaged, or not decodable by this ffmpeg. */
export const noPicture = (sample: number, said: string): EvidenceError =>
  new EvidenceError(
    'ffmpeg-failed',
    `ffmpeg gave no picture for stored sample ${sample + 1}. ${said === '' ? '' : `Its last words: ${quote(said.slice(-300), 300)}`}`,
    { details: { sample } },
  )
