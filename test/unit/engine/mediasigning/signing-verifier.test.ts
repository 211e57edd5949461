import { describe, expect, it } from 'vitest'
import type { SigningOutcome } from '#engine/mediasigning/signing-verifier.ts'
import {
  entriesOf,
  group,
  h,
  makeCamera,
  record,
  sei,
  signedGroups,
  slice,
  tlv,
  verify,
} from './made-records.ts'
import type { Piece } from './made-records.ts'

const camera = makeCamera('Camera')
const stranger = makeCamera('Stranger')

const groupsOf = (outcome: SigningOutcome): string =>
  outcome.groups
    .map(({ firstSample, endSample, verdict }) => `${firstSample}-${endSample} ${verdict}`)
    .join(', ')
const runsOf = (outcome: SigningOutcome): string =>
  outcome.frameRuns.map(({ first, count, state }) => `${first}+${count} ${state}`).join(', ')
const signed = signedGroups(camera, [4, 5, 6, 3])
const stream = signed.flat()
/** A copy with some pieces taken out and others put in at `at`. */
const spliced = (at: number, gone: number, ...put: Piece[]): Piece[] => {
  const copy = [...stream]
  copy.splice(at, gone, ...put)
  return copy
}
/** Where a picture stands among the pieces. */
const at = (picture: number): number =>
  stream.findIndex(
    (_, index) => stream.slice(0, index + 1).filter((each) => each.startsPicture).length === picture + 1,
  )
const seiAt = (index: number): number =>
  stream.flatMap((each, place) => (each.role === 'sei' ? [place] : []))[index] ?? -1

describe('groups as they were signed', () => {
  it('confirms every picture', () => {
    const outcome = verify(stream)
    expect(outcome).toMatchObject({
      verdict: 'authentic',
      framesVerified: 18,
      framesPending: 0,
      reason: null,
    })
    expect(groupsOf(outcome)).toBe('0-4 ok, 4-9 ok, 9-15 ok, 15-18 ok')
    expect(outcome.nalUnits).toEqual({ received: 22, validated: 22, pending: 0 })
    expect(outcome.signer?.subject).toBe('CN=Camera')
    expect(outcome.certificates).toHaveLength(1)
    expect(outcome.findings).toEqual([])
    expect(outcome.claimedTime?.toISOString()).toBe(outcome.firstVerifiedTime)
  })

  it('without any record: not signed', () => {
    const outcome = verify(stream.filter(({ role }) => role === 'slice'))
    expect(outcome).toMatchObject({
      verdict: 'not-signed',
      scheme: null,
      frames: 18,
      groups: [],
      frameRuns: [],
    })
  })

  it('takes a record that was sent twice for one', () => {
    const twice = stream.flatMap((each) => (each.role === 'sei' ? [each, each] : [each]))
    expect(verify(twice)).toMatchObject({ verdict: 'authentic', framesVerified: 18 })
  })

  it('slices that go on with a picture belong to it; unconfirmed, they spoil it', () => {
    const pieces = [slice('a', 'I'), slice('a2', 'part'), slice('b'), slice('b2', 'part')]
    const one = record({ pieces, counter: 1, camera })
    expect(verify([...pieces, one])).toMatchObject({ verdict: 'authentic', frames: 2, framesVerified: 2 })
    const more = verify([...pieces, slice('b3', 'part'), one])
    expect(more).toMatchObject({ verdict: 'not-authentic', frames: 2, framesVerified: 1 })
    expect(runsOf(more)).toBe('0+1 ok, 1+1 changed')
  })

  it('partial groups go on with the same anchor, also without lists and after a loss', () => {
    const [first = slice('x', 'I'), ...rest] = group('long', 12)
    const pieces = [first, ...rest]
    const anchor = h(Buffer.from('I long.0'))
    const made = (list: boolean): Piece[] => {
      const parts = [0, 4, 8].map((from) => pieces.slice(from, from + 4))
      const all = entriesOf(pieces)
      return parts.flatMap((part, index) => {
        const own = { pieces: part, counter: index + 1, camera, list, partial: index < 2 }
        const linked = index === 0 ? Buffer.alloc(32) : (all[(index - 1) * 4] ?? anchor)
        return [...part, record(index === 0 ? { ...own, linked } : { ...own, linked, anchor })]
      })
    }
    for (const list of [true, false]) {
      expect(groupsOf(verify(made(list)))).toBe('0-4 ok, 4-8 ok, 8-12 ok')
      const lost = made(list).filter((_, index) => index !== 6)
      expect(groupsOf(verify(lost))).toBe(`0-4 ok, 4-7 ${list ? 'missing' : 'bad'}, 7-11 ok`)
    }
    // The first picture changed: what hangs on it is confirmed by the anchor that the records name.
    const changed = made(false).map((each, index) => (index === 0 ? slice('other', 'I') : each))
    expect(groupsOf(verify(changed))).toBe('0-4 bad, 4-8 ok, 8-12 ok')
  })

  it('records that a later one signs count once it comes', () => {
    const [one, two, three] = [group('a', 3), group('b', 3), group('c', 3)]
    const first = record({ pieces: one, counter: 1, camera: null })
    const [i2 = slice('x'), ...p2] = two
    const [i3 = slice('x'), ...p3] = three
    const whole2 = [i2, first, ...p2]
    const link = (pieces: Piece[]) => entriesOf(pieces)[0] ?? Buffer.alloc(32)
    const second = record({ pieces: whole2, counter: 2, linked: link(one), camera: null })
    const whole3 = [i3, second, ...p3]
    const third = record({ pieces: whole3, counter: 3, linked: link(two), camera })
    expect(groupsOf(verify([...one, ...whole2, ...whole3, third]))).toBe('0-3 ok, 3-6 ok, 6-9 ok')
    expect(verify([...one, ...whole2, ...whole3])).toMatchObject({
      verdict: 'not-checkable',
      framesPending: 9,
    })
    // A forged record without signature is worth nothing, though its pictures match it.
    const forged = record({ pieces: [i2, ...p2], counter: 9, camera: null })
    const attack = verify([...one, i2, forged, ...p2, ...whole3, third])
    expect(attack.verdict).toBe('not-authentic')
    expect(attack.framesVerified).toBeLessThanOrEqual(3)
    const swapped = verify([slice('fake', 'I'), ...one.slice(1), ...whole2, ...whole3, third])
    expect(groupsOf(swapped)).toBe('0-3 bad, 3-6 ok, 6-9 ok')
  })

  it('reads both byte orders of the times, and says when they cannot be meant', () => {
    const pieces = group('a', 3)
    const turned = (hex: string) => Buffer.from(hex, 'hex').reverse()
    const times: [Buffer, Buffer] = [turned('01dc10d1a2b80000'), turned('01dc10d1a2b90000')]
    const outcome = verify([...pieces, record({ pieces, counter: 1, camera, times })])
    expect(outcome.verdict).toBe('authentic')
    expect(outcome.firstVerifiedTime).toMatch(/^2025-/)
    expect(outcome.findings.map(({ code }) => code)).toContain('media-signing-time-byte-order')
    const early: [Buffer, Buffer] = [Buffer.alloc(8), Buffer.alloc(8, 0).fill(1, 7)]
    const old = verify([...pieces, record({ pieces, counter: 1, camera, times: early })])
    expect(old).toMatchObject({ verdict: 'authentic', claimedTime: null, firstVerifiedTime: null })
    expect(old.findings.map(({ code }) => code)).toContain('media-signing-time-implausible')
  })

  it('a random access picture within a group ends no group, and a cut there is a cut', () => {
    const idr = (name: string): Piece => ({ ...slice(name, 'I', 19), idr: true })
    const cra = (name: string): Piece => ({ ...slice(name, 'P', 21), idr: false })
    const one = [idr('a'), slice('b'), cra('c'), slice('d')]
    const two = [idr('e'), slice('f'), cra('g'), slice('h')]
    const linked = entriesOf(one)[0] ?? Buffer.alloc(32)
    for (const list of [true, false]) {
      const common = { camera, list, h265: true }
      // As a record in the middle of a recording: something came before.
      const first = record({ ...common, pieces: one, counter: 5, linked: h(Buffer.from('before')) })
      const second = record({ ...common, pieces: two, counter: 6, linked })
      const h265 = { codec: 'h265' } as const
      expect(groupsOf(verify([...one, first, ...two, second], h265))).toBe('0-4 ok, 4-8 ok')
      const cut = verify([...one.slice(2), first, ...two, second], h265)
      expect(cut).toMatchObject({ verdict: 'authentic', framesCut: 2, referenceVerdict: 'not-authentic' })
      expect(groupsOf(cut)).toBe('0-2 cut, 2-6 ok')
      if (!list) continue
      const lost = verify([...one, first, ...two.slice(0, 3), second], h265)
      expect(lost).toMatchObject({ verdict: 'authentic-with-missing', framesMissing: 1 })
    }
  })
})

describe('forgeries', () => {
  const isBad = (pieces: readonly Piece[], what?: string): SigningOutcome => {
    const outcome = verify(pieces)
    expect(outcome.verdict).toBe('not-authentic')
    if (what !== undefined) expect(groupsOf(outcome)).toBe(what)
    return outcome
  }

  it('a picture changed, added, doubled or moved: its group alone, and which one', () => {
    const changed = isBad(spliced(at(6), 1, slice('fake')), '0-4 ok, 4-9 bad, 9-15 ok, 15-18 ok')
    expect(changed.groups[1]?.badSamples).toEqual([6])
    expect(runsOf(changed)).toBe('0+6 ok, 6+1 changed, 7+11 ok')
    isBad(spliced(at(6), 0, slice('fake')), '0-4 ok, 4-10 bad, 10-16 ok, 16-19 ok')
    isBad(spliced(at(6), 0, stream[at(6)] ?? slice('')), '0-4 ok, 4-10 bad, 10-16 ok, 16-19 ok')
    const [six, seven] = [stream[at(6)], stream[at(7)]]
    if (!six || !seven) throw new Error('no pictures')
    isBad(spliced(at(6), 2, seven, six), '0-4 ok, 4-9 bad, 9-15 ok, 15-18 ok')
  })

  it('unsigned pictures between a record and the next group, or before its record', () => {
    isBad(spliced(at(9), 0, slice('fake')), '0-4 ok, 4-10 bad, 10-16 ok, 16-19 ok')
    isBad(spliced(at(9), 0, ...group('fake', 3)))
  })

  it('pictures behind the last record are pending, never confirmed', () => {
    const outcome = verify([...stream, ...group('fake', 3)])
    expect(outcome).toMatchObject({ verdict: 'authentic', framesVerified: 18, framesPending: 3 })
    expect(outcome.groups.at(-1)).toMatchObject({
      verdict: 'pending',
      sei: null,
      firstSample: 18,
      endSample: 21,
    })
  })

  it('a record removed: its group is bad, and says that the record is gone', () => {
    const outcome = isBad(spliced(seiAt(1), 1), '0-4 ok, 4-9 bad, 9-15 ok, 15-18 ok')
    expect(outcome.groups[1]?.reason).toContain('No signature record')
  })

  it('records replayed, exchanged or moved to another group', () => {
    const [first, second] = [stream[seiAt(0)], stream[seiAt(1)]]
    if (!first || !second) throw new Error('no records')
    isBad(spliced(seiAt(1), 1, first))
    const exchanged = [...stream]
    exchanged[seiAt(0)] = second
    exchanged[seiAt(1)] = first
    isBad(exchanged)
    isBad(
      spliced(seiAt(1), 1).flatMap((each, index, all) =>
        index === all.length - 2 ? [each, second] : [each],
      ),
    )
  })

  it('groups in another order, or joined from two recordings', () => {
    // Records right behind their groups, so that they move with them.
    let linked: Buffer = Buffer.alloc(32)
    const closed = [3, 4, 5].map((count, index) => {
      const pieces = group(`c${index}`, count)
      const made = [...pieces, record({ pieces, counter: index + 1, linked, camera })]
      linked = entriesOf(pieces)[0] ?? linked
      return made
    })
    const [a = [], b = [], c = []] = closed
    expect(verify([...a, ...b, ...c]).verdict).toBe('authentic')
    isBad([...a, ...c, ...b])
    isBad([...b, ...a, ...c])
    isBad(
      [...a, ...b, ...a, ...c].filter(
        (each, index, all) => each.role === 'slice' || all.indexOf(each) === index,
      ),
    )
    isBad([...a, ...b, ...signedGroups(camera, [4]).flat()])
    const lost = verify([...a, ...c])
    expect(lost).toMatchObject({
      verdict: 'authentic-with-missing',
      referenceVerdict: 'not-authentic',
      framesVerified: 8,
    })
  })

  it('a record whose list and number disagree follows its list, which is signed', () => {
    const pieces = group('a', 4)
    const one = record({ pieces, counter: 1, camera, count: 9, groupHash: Buffer.alloc(32, 7) })
    const outcome = verify([...pieces, one])
    expect(outcome).toMatchObject({ verdict: 'authentic', framesVerified: 4 })
    expect(outcome.findings.map(({ code }) => code)).toContain('media-signing-list-differs')
    const short = record({
      pieces,
      counter: 1,
      camera,
      groupHash: Buffer.alloc(32),
      entries: entriesOf(pieces).slice(0, 3),
    })
    expect(verify([...pieces, short])).toMatchObject({ verdict: 'not-authentic', framesVerified: 3 })
    const long = record({
      pieces,
      counter: 1,
      camera,
      groupHash: Buffer.alloc(32),
      entries: [...entriesOf(pieces), h(pieces[0]?.digest ?? Buffer.alloc(1))],
    })
    expect(verify([...pieces, long])).toMatchObject({ verdict: 'authentic-with-missing', framesMissing: 1 })
    const fewer = record({ pieces: pieces.slice(0, 3), counter: 1, camera })
    expect(verify([...pieces, fewer]).verdict).toBe('not-authentic')
  })

  it('two records for one group, and a record about nothing', () => {
    const pieces = group('a', 4)
    const [one, two] = [1, 2].map((counter) => record({ pieces, counter, camera }))
    if (!one || !two) throw new Error('no records')
    isBad([...pieces, one, two])
    const nothing = record({ pieces: [], entries: [], counter: 1, camera, list: false, groupHash: h() })
    const outcome = verify([...pieces, nothing])
    expect(outcome).toMatchObject({ verdict: 'not-checkable', framesVerified: 0 })
  })

  it('another key in a later record, whatever it signs', () => {
    const [a = [], b = [], c = []] = signedGroups(camera, [3, 3, 3])
    const pieces = c.filter(({ role }) => role === 'slice')
    const before = b.filter(({ role }) => role === 'slice')
    const linked = entriesOf(before)[0] ?? Buffer.alloc(32)
    const theirs = record({ pieces, counter: 3, linked, camera: stranger })
    const outcome = isBad([...a, ...b, ...c.slice(0, -1), theirs], '0-3 ok, 3-6 ok, 6-9 bad')
    expect(outcome.groups[2]?.reason).toContain('another key')
    expect(outcome.signer?.subject).toBe('CN=Camera')
  })

  it('every byte of a record but the room behind the signature', { timeout: 30_000 }, () => {
    const pieces = group('a', 4)
    const one = record({ pieces, counter: 1, camera })
    const bytes = Buffer.from(one.bytes ?? [])
    const signature = bytes.length - 1 - 72
    const used = bytes.readUInt16BE(signature - 2)
    const silent: number[] = []
    for (let place = 0; place < bytes.length; place += place < signature - 200 ? 3 : 1) {
      const copy = Buffer.from(bytes)
      copy[place] = (copy[place] ?? 0) ^ 0x10
      const { verdict } = verify([...pieces, { ...one, bytes: copy, size: copy.length }])
      if (verdict === 'authentic') silent.push(place)
    }
    // The stop bit, and what is left of the room.
    expect(silent.every((place) => place >= signature + used)).toBe(true)
  })

  it('tags behind the signature, and arbitrary data beside other tags', () => {
    const pieces = group('a', 4)
    isBad([
      ...pieces,
      record({ pieces, counter: 1, camera, behindSignature: tlv(5, Buffer.from([1, 0, 0, 0])) }),
    ])
    isBad([...pieces, record({ pieces, counter: 1, camera, extra: [tlv(7, Buffer.from('x'))] })])
    const alone = sei(0, [tlv(7, Buffer.from('a note'))], null)
    const [first = slice('x', 'I'), ...rest] = pieces
    const noted = [first, alone, ...rest]
    expect(verify([...noted, record({ pieces: noted, counter: 1, camera })]).verdict).toBe('authentic')
    isBad([...noted, record({ pieces, counter: 1, camera })])
    isBad([...pieces, record({ pieces: noted, counter: 1, camera, list: false })])
  })
})
