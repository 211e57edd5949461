// How the values of a decoded picture become colours: what the stream says counts, then its height, then what the platform says.
import { expect, it } from 'vitest'
import type { ColourRange } from '#contract/picture-view.ts'
import { coloursOf } from '../../../../renderer/features/player/decoder-config.ts'
import {
  readingOf as read,
  type Reading,
  type SaidColours,
} from '../../../../renderer/features/player/frame-colours.ts'

type Own = { fullRange: boolean | null; matrix: string | null; height?: number; format?: string | null }
const frame = ({ height = 1080, format = 'I420', ...colorSpace }: Own): VideoFrame =>
  ({ format, colorSpace, codedHeight: height, visibleRect: { height } }) as unknown as VideoFrame
const readingOf = (of: VideoFrame, said: SaidColours | null, range: ColourRange): Reading | null =>
  read(of, { said, height: of.codedHeight }, range)
const nothing: SaidColours = { fullRange: null, matrix: null }
const limited = { fullRange: false, matrix: 'bt709' }

it('is as the platform has it where that is what the stream says, or where nobody knows', () => {
  expect(readingOf(frame(limited), { fullRange: false, matrix: 1 }, 'file')).toBeNull()
  expect(readingOf(frame(limited), nothing, 'file')).toBeNull()
  expect(readingOf(frame(limited), null, 'file')).toBeNull()
  // Two names for one matrix.
  const named = { fullRange: true, matrix: 'bt470bg' }
  expect(readingOf(frame(named), { fullRange: true, matrix: 6 }, 'file')).toBeNull()
  // One that the platform knows and cannot be told of.
  const unnamed = frame({ fullRange: false, matrix: null })
  expect(readingOf(unnamed, { fullRange: false, matrix: 7 }, 'file')).toBeNull()
  expect(readingOf(unnamed, null, 'file')).toBeNull()
  expect(() => readingOf(unnamed, { fullRange: false, matrix: 7 }, 'full')).toThrow(/another range/)
})

it('is as the stream says where the platform has it otherwise', () => {
  expect(readingOf(frame(limited), { fullRange: true, matrix: 5 }, 'file')).toEqual({
    ...{ fullRange: true, matrix: 'smpte170m' },
  })
  // That it is unspecified is said, or nothing is said of the matrix: of a small picture it is another one than of a large one, as for stills.
  const small = frame({ ...limited, height: 576 })
  expect(readingOf(small, nothing, 'file')).toEqual({ fullRange: false, matrix: 'smpte170m' })
  expect(readingOf(small, { fullRange: null, matrix: 2 }, 'file')?.matrix).toBe('smpte170m')
  const jpeg = frame({ fullRange: true, matrix: 'smpte170m' })
  expect(readingOf(jpeg, { fullRange: true, matrix: null }, 'file')).toEqual({
    ...{ fullRange: true, matrix: 'bt709' },
  })
})

it('has the range that somebody chose, whatever the stream says', () => {
  const said = { fullRange: false, matrix: 1 }
  expect(readingOf(frame(limited), said, 'full')).toEqual({ fullRange: true, matrix: 'bt709' })
  expect(readingOf(frame(limited), said, 'limited')).toBeNull()
  expect(readingOf(frame(limited), null, 'full')).toEqual({ fullRange: true, matrix: 'bt709' })
  expect(readingOf(frame({ ...limited, format: 'RGBA' }), said, 'full')).toBeNull()
})

it('leaves values that it cannot have, and says so where they were asked for', () => {
  const opaque = frame({ ...limited, format: null })
  expect(readingOf(opaque, { fullRange: true, matrix: 5 }, 'file')).toBeNull()
  expect(() => readingOf(opaque, nothing, 'full')).toThrow(/another range/)
})

it('is said by the sequence parameter set: one that x264 wrote for full range, bt470bg', () => {
  const decoderConfig =
    '0164001effe1001d6764001eacb405017fcb37020205a5000003000100000300328f162ea001000568ef02fcb0fdf8f800'
  expect(coloursOf({ codec: 'avc1.64001e', decoderConfig })).toEqual({ fullRange: true, matrix: 5 })
  // Cut off before its usability information, it says nothing.
  const cut = decoderConfig.replace(
    '001d6764001eacb405017fcb37020205a5000003000100000300328f162ea0',
    '000a6764001eacb405017fcb',
  )
  expect(coloursOf({ codec: 'avc1.64001e', decoderConfig: cut })).toEqual(nothing)
  // What it leaves open, the sample entry may say; what it says counts more.
  const colr = { fullRange: true, matrix: 1 }
  expect(coloursOf({ codec: 'avc1.64001e', decoderConfig: cut }, colr)).toEqual(colr)
  expect(coloursOf({ codec: 'avc1.64001e', decoderConfig }, { fullRange: false, matrix: 1 })).toEqual({
    ...{ fullRange: true, matrix: 5 },
  })
  expect(coloursOf({ codec: 'avc1.64001e', decoderConfig: null })).toBeNull()
  expect(coloursOf({ codec: 'hvc1.1.6.L93.B0', decoderConfig })).toBeNull()
})
