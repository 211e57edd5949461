import { describe, expect, it } from 'vitest'
import type { MediaSigningReport } from '#contract/seal.ts'
import { fakeMediaReport } from '#test/support/fake-media-signing.ts'
import { PictureSigning, signingOf } from '../../../../renderer/state/playhead-signing.ts'
import { groupedTable, plainTable, tableOf } from './sample-table.ts'

const ok = { verdict: 'ok', pictures: 10 } as const
const runsOf = (signing: PictureSigning): string[] =>
  signing.runs.map(({ state, first, count }) => `${state} ${first}+${count}`)

describe('stretches of the same answer', () => {
  it('are told in the order of showing, group by group where something is wrong', () => {
    const report = fakeMediaReport([
      { verdict: 'cut', pictures: 4 },
      ok,
      { verdict: 'bad', pictures: 10, changed: [3] },
      { verdict: 'bad', pictures: 6 },
      { verdict: 'bad', pictures: 6 },
      { verdict: 'missing', pictures: 9, missing: 1 },
      { verdict: 'pending', pictures: 5 },
    ])
    const signing = new PictureSigning(report, plainTable(50))
    expect(runsOf(signing)).toEqual([
      'cut 0+4',
      'ok 4+13',
      'changed 17+1',
      'ok 18+6',
      'doubtful 24+6',
      'doubtful 30+6',
      'missing 36+9',
      'pending 45+5',
    ])
    expect(signing.problems.map(({ first }) => first)).toEqual([17, 24, 30, 36])
  })

  it('know a picture by its place in the file, wherever it is shown', () => {
    // Stored I P B B …: sample 1 of a group is shown after samples 2 and 3.
    const report = fakeMediaReport([{ verdict: 'bad', pictures: 7, changed: [1] }])
    const table = groupedTable(1, 7)
    const signing = new PictureSigning(report, table)
    const shown = table.presentationOf[1] ?? -1
    expect(shown).toBe(3)
    expect(signing.problems.map(({ first, count }) => [first, count])).toEqual([[3, 1]])
    expect(signing.stateOf(1)).toBe('changed')
    expect(signing.stateOf(3)).toBe('ok')
  })

  it('do not reach over a hole in the recording', () => {
    const table = tableOf([0, 40, 80, 5000, 5040].map((composition) => ({ composition })))
    const signing = new PictureSigning(fakeMediaReport([{ verdict: 'ok', pictures: 5 }]), table)
    expect(runsOf(signing)).toEqual(['ok 0+3', 'ok 3+2'])
    expect(signing.runs[0]?.to).toBeCloseTo(0.12)
    expect(signing.runAt(1)).toBeNull()
    expect(signing.runAt(5.01)?.first).toBe(3)
  })

  it('take only what fits the track, however wrong the report is', () => {
    const report: MediaSigningReport = {
      ...fakeMediaReport([ok]),
      frameRuns: [
        { first: 0, count: 4, state: 'ok' },
        { first: 2, count: 6, state: 'changed' },
        { first: 90, count: 1_000_000, state: 'pending' },
      ],
    }
    const signing = new PictureSigning(report, plainTable(10))
    expect(runsOf(signing)).toEqual(['ok 0+4', 'changed 4+4'])
    expect(signing.stateOf(9)).toBeNull()
    expect(signing.stateOf(-1)).toBeNull()
    expect(signing.groupOf(200)).toBeNull()
  })
})

it('finds the way from problem to problem, both ways, and the beginning of the one it is in', () => {
  const report = fakeMediaReport([
    ok,
    { verdict: 'missing', pictures: 10 },
    ok,
    { verdict: 'bad', pictures: 10 },
  ])
  const signing = new PictureSigning(report, plainTable(40))
  expect([0, 10, 15, 30].map((at) => signing.nextProblem(at, 1))).toEqual([10, 30, 30, null])
  expect([0, 10, 15, 35].map((at) => signing.nextProblem(at, -1))).toEqual([null, null, 10, 30])
})

it('names the group of a picture, and none where the group is not listed', () => {
  const report = fakeMediaReport([ok, ok])
  const signing = new PictureSigning({ ...report, groups: report.groups.slice(0, 1) }, plainTable(20))
  expect(signing.groupOf(9)?.index).toBe(0)
  expect(signing.groupOf(10)).toBeNull()
})

it('is there only for a track that bears signatures', () => {
  const signed = fakeMediaReport([ok])
  const table = plainTable(10)
  expect(signingOf([signed], 1, table)?.report.trackId).toBe(1)
  expect(signingOf([signed], 2, table)).toBeNull()
  expect(signingOf([{ ...signed, verdict: 'not-signed' }], 1, table)).toBeNull()
  expect(signingOf([{ ...signed, frameRuns: [] }], 1, table)).toBeNull()
})
