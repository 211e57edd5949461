// A map of damage in the order of showing: nothing is called clean that was not looked at, and each place is found once.
import { describe, expect, it } from 'vitest'
import type { DamageMap } from '#contract/frames.ts'
import {
  cutText,
  decodingWord,
  foundText,
  leftText,
  unnoticedText,
} from '../../../../renderer/state/damage-words.ts'
import { PictureDecoding } from '../../../../renderer/state/picture-decoding.ts'
import { groupedTable, plainTable } from './sample-table.ts'

const mapOf = (map: Partial<DamageMap>): DamageMap => ({
  ...{ trackId: 1, samples: 0, clean: 0, damaged: 0, places: 0, left: [], ffmpeg: '7' },
  ...{ stretches: [], stretchesTotal: map.stretches?.length ?? 0 },
  ...{ unchecked: [], uncheckedTotal: map.unchecked?.length ?? 0 },
  ...map,
})
const runsOf = (known: PictureDecoding): string[] =>
  known.runs.map(({ state, first, count }) => `${state} ${first}+${count}`)

describe('a map of damage', () => {
  it('is told in stretches, and leads from place to place', () => {
    const stretches = [
      { first: 10, count: 5, cause: 10 },
      { first: 30, count: 20, cause: 30 },
    ]
    const unchecked = [{ first: 20, count: 4, reason: 'missing' as const }]
    const known = new PictureDecoding(mapOf({ stretches, unchecked }), plainTable(50))
    expect(runsOf(known)).toEqual([
      ...['clean 0+10', 'damaged 10+5', 'clean 15+5', 'unchecked 20+4', 'clean 24+6', 'damaged 30+20'],
    ])
    expect([0, 10, 14, 30].map((at) => known.nextPlace(at, 1))).toEqual([10, 30, 30, null])
    expect([0, 10, 14, 49].map((at) => known.nextPlace(at, -1))).toEqual([null, null, 10, 30])
    expect(known.of(21)).toEqual({ state: 'unchecked', cause: null, why: 'missing' })
    expect(known.of(12)).toEqual({ state: 'damaged', cause: 10, why: null })
    expect(known.of(99)).toMatchObject({ state: 'unchecked' })
  })

  it('is one place though pictures that do decode are shown in between', () => {
    // Stored I P B B P B B: of the first B on, all is hurt, but the P stored before it is shown after both.
    const table = groupedTable(1, 7)
    const known = new PictureDecoding(mapOf({ stretches: [{ first: 2, count: 5, cause: 2 }] }), table)
    expect(runsOf(known)).toEqual(['clean 0+1', 'damaged 1+2', 'clean 3+1', 'damaged 4+3'])
    expect(known.places).toEqual([1])
  })

  it('says nothing of what lies behind the last stretch that is listed', () => {
    const cut = mapOf({ stretches: [{ first: 5, count: 5, cause: 5 }], stretchesTotal: 2 })
    const known = new PictureDecoding(cut, plainTable(20))
    expect(runsOf(known)).toEqual(['clean 0+5', 'damaged 5+5', 'unchecked 10+10'])
    expect(known.of(15)).toMatchObject({ why: 'unlisted' })
    expect(cutText(cut)).toBe('Only the first 1 stretches are marked.')
    expect(cutText(mapOf({}))).toBe('')
  })

  it('shows the worst of what lies under the pointer', () => {
    const known = new PictureDecoding(
      mapOf({ stretches: [{ first: 500, count: 1, cause: 500 }] }),
      plainTable(1000),
    )
    expect(known.worstIn(19, 21)).toMatchObject({ state: 'damaged', first: 500 })
    expect(known.worstIn(10, 11)).toMatchObject({ state: 'clean' })
    expect(known.worstIn(50, 60)).toBeNull()
  })
})

describe('what was found', () => {
  it('is never more than what was looked at', () => {
    expect(foundText(mapOf({ clean: 100 }))).toBe(
      'All 100 pictures that were checked decode without a complaint.',
    )
    expect(foundText(mapOf({ clean: 0 }))).toBe('No picture could be checked.')
    expect(foundText(mapOf({ clean: 90, damaged: 12, places: 3 }))).toBe(
      '12 pictures in 3 places do not decode cleanly, or may depend on one that does not. 90 others decode without a complaint.',
    )
    expect(foundText(mapOf({ damaged: 1, places: 1 }))).toBe(
      '1 picture in one place does not decode cleanly, or may depend on one that does not.',
    )
  })

  it('goes with what a decoder of the codec passes over, where something is said to be clean', () => {
    const map = mapOf({ clean: 100 })
    const leftOut = 'In H.264, a decoder does not notice where whole pictures were left out.'
    for (const codec of ['avc1.64000b', 'avc3.42001e']) expect(unnoticedText(map, codec)).toBe(leftOut)
    for (const codec of ['hvc1.1.6.L93.B0', 'hev1.1.6.L93.B0'])
      expect(unnoticedText(map, codec)).toContain('In H.265')
    for (const codec of ['mp4v.20', '']) expect(unnoticedText(map, codec)).toBe('')
    expect(unnoticedText(mapOf({ clean: 0 }), 'avc1.64000b')).toBe('')
  })

  it('goes with what was not checked, and why', () => {
    const left = [
      { reason: 'missing' as const, samples: 15 },
      { reason: 'empty' as const, samples: 1 },
    ]
    expect(leftText(mapOf({ left }))).toBe(
      'Not checked: 15 pictures (bytes missing, there or in what is needed) and 1 picture (no bytes stored, there or in what is needed).',
    )
    expect(leftText(mapOf({}))).toBe('')
  })
})

it('calls only the picture damaged that is, and asks of those that may depend on it', () => {
  const stretches = [{ first: 10, count: 2, cause: 10 }]
  const unchecked = [{ first: 20, count: 1, reason: 'missing' as const }]
  const known = new PictureDecoding(mapOf({ stretches, unchecked }), plainTable(30))
  expect([9, 10, 11, 20].map((at) => decodingWord(known.of(at), at))).toEqual([
    ...['decodes', 'damaged', 'affected?', 'not checked'],
  ])
})
