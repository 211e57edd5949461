// Recordings in several files: in order where the files agree, with what is missing; never in an order that is not theirs.
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { describePart, describeRecording } from '#contract/messages/recordings.ts'
import type { Recording } from '#contract/recording.ts'
import { Recording as RecordingShape } from '#contract/recording.ts'
import type { ItemId } from '#contract/units.ts'
import { groupRecordings } from '#engine/ingest/recordings.ts'
import type { PieceFacts } from '#engine/store/piece-facts.ts'
import { utc } from '#test/support/store.ts'

const uuid = (name: string): string => Buffer.from(name.padEnd(16, '_')).toString('hex').slice(0, 32)
const at = (seconds: number): string =>
  new Date(Date.parse('2026-05-01T22:00:00.000Z') + seconds * 1_000).toISOString()

function piece(
  name: string,
  given: Partial<PieceFacts> = {},
  span: [number, number] | null = null,
): PieceFacts {
  return {
    id: randomUUID() as string as ItemId,
    name,
    kind: 'export',
    completedBy: null,
    cameras: ['Gate'],
    start: span && utc(at(span[0])),
    end: span && utc(at(span[1])),
    startOrigin: span && 'cstb',
    chain: null,
    provenance: null,
    frameMillis: 40,
    ...given,
  }
}

const zero = '0'.repeat(32)

/** `null`: none, by naming itself; empty: it does not say. */
function link(
  name: string,
  before: string | null,
  after: string | null,
  span: [number, number] | null = null,
): PieceFacts {
  const own = uuid(name)
  const neighbour = (other: string | null): string =>
    other === null ? own : other === '' ? zero : uuid(other)
  const chain = {
    fragment: own,
    predecessor: neighbour(before),
    successor: neighbour(after),
    predecessorUri: before ? `${before}.mp4` : '',
    successorUri: after ? `${after}.mp4` : '',
  }
  return piece(name, { chain }, span)
}

const namesIn = (pieces: readonly PieceFacts[]) => (id: ItemId | null) =>
  pieces.find((one) => one.id === id)?.name ?? null

function grouped(...pieces: PieceFacts[]): Recording[] {
  const recordings = groupRecordings(pieces)
  for (const recording of recordings) {
    RecordingShape.parse(recording)
    expect(describeRecording(recording, (id) => namesIn(pieces)(id) ?? '?').join('\n')).not.toMatch(/[{}]/)
  }
  return recordings
}

/** `a b -x- c`: parts in order, what is missing between them by name or as `?`. */
function told(pieces: PieceFacts[]): string[] {
  const name = namesIn(pieces)
  return grouped(...pieces).map(({ parts, missing, unordered, evidence }) => {
    if (unordered) return `? ${unordered.map(name).sort().join(' ')}`
    const gap = (after: ItemId | null, before: ItemId | null): string[] =>
      missing
        .filter((one) => one.after === after && (after !== null || one.before === before))
        .map(({ fragment }) =>
          fragment === null ? '-?-' : `-${Buffer.from(fragment, 'hex').toString().replaceAll('_', '')}-`,
        )
    const words = parts.flatMap(({ itemId }) => [...gap(null, itemId), name(itemId), ...gap(itemId, null)])
    return `${evidence}: ${words.join(' ')}`
  })
}

describe('by what the files say of each other', () => {
  const [a, b, c] = [
    link('a', null, 'b', [0, 10]),
    link('b', 'a', 'c', [10, 20]),
    link('c', 'b', null, [20, 30]),
  ]

  it('in order, however they came in', () => {
    for (const pieces of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
    ])
      expect(told(pieces)).toEqual(['sumi: a b c'])
    const [recording] = grouped(c, a, b)
    expect(recording).toMatchObject({ id: a.id, start: a.start, end: c.end, cameras: ['Gate'] })
    expect(describePart(recording!, b.id)).toBe('Part 2 of 3')
  })

  it('with what is missing: in the middle, at the beginning, at the end', () => {
    expect(told([c, a])).toEqual(['sumi: a -b- c'])
    expect(told([b, c])).toEqual(['sumi: -a- b c'])
    expect(told([a, b])).toEqual(['sumi: a b -c-'])
    expect(told([b])).toEqual(['sumi: -a- b -c-'])
    const [recording] = grouped(a, c)
    expect(recording?.missing).toEqual([
      { after: a.id, before: c.id, fragment: uuid('b'), uri: 'b.mp4', from: a.end, to: c.start },
    ])
    expect(describePart(recording!, c.id)).toBe('Part 3 of 3')
    expect(describeRecording(recording!, (id) => namesIn([a, c])(id) ?? '')).toEqual([
      'Gate, 2026-05-01 22:00:00.000 UTC to 2026-05-01 22:00:30.000 UTC: 2 files',
      'Part 1: a',
      'A part between “a” and “c” is missing (2026-05-01 22:00:10.000 UTC to 2026-05-01 22:00:20.000 UTC), called “b.mp4” by its neighbour.',
      'Part 2: c',
      'The files name each other as parts of one recording.',
    ])
    expect(describePart(grouped(b)[0]!, b.id)).toBe('Part 2 of 3')
  })

  it('says nothing of files that are all there is, or that say nothing', () => {
    expect(told([link('a', null, null), link('b', null, null)])).toEqual([])
    expect(told([link('a', '', ''), piece('b')])).toEqual([])
    const blank = piece('c', {
      chain: { fragment: zero, predecessor: zero, successor: zero, predecessorUri: '', successorUri: '' },
    })
    expect(told([blank, { ...blank, id: randomUUID() as string as ItemId }])).toEqual([])
  })

  it('one side is enough where the other does not say', () => {
    expect(told([link('a', null, ''), link('b', 'a', '')])).toEqual(['sumi: a b'])
    expect(told([link('a', '', 'b'), link('b', '', null)])).toEqual(['sumi: a b'])
  })

  it('a partial copy stands back behind the whole file', () => {
    const whole = { ...b, id: randomUUID() as string as ItemId }
    expect(told([a, { ...b, completedBy: whole.id }, whole, c])).toEqual(['sumi: a b c'])
  })

  it('attachments and videos are no parts', () => {
    expect(
      told([
        { ...a, kind: 'video' },
        { ...b, kind: 'attachment' },
      ]),
    ).toEqual([])
  })
})

describe('forged or faulty chains get no order', () => {
  it('circles', () => {
    expect(told([link('a', 'c', 'b'), link('b', 'a', 'c'), link('c', 'b', 'a')])).toEqual(['? a b c'])
    expect(told([link('a', 'x', 'x')])).toEqual(['? a'])
  })

  it('two files that claim to be the same part', () => {
    const [a, c] = [link('a', null, 'b'), link('c', 'b', null)]
    const found = told([a, link('b', 'a', 'c'), link('b', 'a', 'c'), c])
    expect(found).toContain('? b b')
    expect(found.join()).not.toContain('a b')
    expect(found.join()).not.toContain('-b-')
  })

  it('two that follow the same one', () => {
    for (const after of ['', 'b']) {
      const [a, b, other] = [link('a', null, after), link('b', 'a', null), link('c', 'a', null)]
      const recordings = grouped(a, b, other)
      const orders = recordings.flatMap(({ parts }) =>
        parts.length > 1 ? [parts.map(({ itemId }) => itemId)] : [],
      )
      // What both sides agree on stands; what only the stranger says does not.
      expect(orders).toEqual(after === 'b' ? [[a.id, b.id]] : [])
      expect(recordings.some(({ notes }) => notes !== undefined)).toBe(true)
    }
  })

  it('one that says it is the last, and one that says it follows', () => {
    const recordings = grouped(link('a', null, null), link('b', 'a', null))
    expect(recordings.every(({ parts }) => parts.length < 2)).toBe(true)
    const [lone] = grouped(link('a', 'z', null), link('b', 'a', null))
    expect(lone?.notes).toHaveLength(1)
  })

  it('three around one missing part', () => {
    const recordings = grouped(link('a', null, 'x'), link('b', null, 'x'), link('c', 'x', null))
    expect(recordings.every(({ parts }) => parts.length === 1)).toBe(true)
    expect(recordings.every(({ notes }) => notes?.length === 1)).toBe(true)
  })

  it('times that run against the order', () => {
    const pieces = [link('a', null, 'b', [20, 30]), link('b', 'a', null, [0, 10])]
    expect(told(pieces)).toEqual(['? a b'])
  })

  it('ten thousand of them do not take long', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => link(`a${index}`, 'x', 'y'))
    const row = Array.from({ length: 5_000 }, (_, index) =>
      link(`r${index}`, index ? `r${index - 1}` : null, `r${index + 1}`),
    )
    const found = groupRecordings([...many, ...row])
    expect(found.find(({ parts }) => parts.length === 5_000)?.missing).toHaveLength(1)
  })
})

describe('by the same export and times that join', () => {
  const provenance = (given: object = {}): PieceFacts['provenance'] => ({
    ...{ unitName: 'VMS', unitUrl: '', unitMac: '', operator: 'Ben', time: utc(at(9_000)) },
    sources: [{ trackId: 1, name: 'Gate', url: 'rtsp://192.0.2.1/', mac: '', line: '1' }],
    ...given,
  })
  const part = (name: string, span: [number, number], given: Partial<PieceFacts> = {}): PieceFacts =>
    piece(name, { provenance: provenance(), ...given }, span)

  it('two discs, with a hole in the times', () => {
    const pieces = [part('d', [35, 45]), part('b', [10, 20]), part('a', [0, 10]), part('c', [20.04, 30])]
    expect(told(pieces)).toEqual(['times: a b c -?- d'])
    const [recording] = grouped(...pieces)
    expect(recording?.missing).toMatchObject([{ from: at(30), to: at(35), fragment: null, uri: '' }])
  })

  it.each([
    ['another export', { provenance: provenance({ time: utc(at(9_001)) }) }],
    ['another unit', { provenance: provenance({ unitName: 'Other' }) }],
    ['another operator', { provenance: provenance({ operator: 'Eve' }) }],
    ['another camera', { provenance: provenance({ sources: [] }) }],
    ['no time of export', { provenance: provenance({ time: null }) }],
    ['a time of another origin', { startOrigin: 'mvhd' as const }],
    ['a video of another kind', { kind: 'video' as const }],
  ])('%s does not join', (_, given) => {
    expect(told([part('a', [0, 10]), part('b', [10, 20], given)])).toEqual([])
  })

  it('one frame and ten milliseconds join, more is a hole; two clips with only a hole are two clips', () => {
    expect(told([part('a', [0, 10]), part('b', [10.05, 20])])).toEqual(['times: a b'])
    expect(told([part('a', [0, 10]), part('b', [10.051, 20])])).toEqual([])
  })

  it('files that show the same time are not put in an order', () => {
    expect(told([part('a', [0, 10]), part('b', [10, 20]), part('b again', [10, 20])])).toEqual([])
  })

  it('files that name each other are judged by that alone', () => {
    const chained = link('x', null, 'y', [0, 10])
    expect(told([{ ...chained, provenance: provenance() }, part('b', [10, 20])])).toEqual(['sumi: x -y-'])
  })
})
