import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BeginningFailure } from '../../../../renderer/features/player/beginning-configs.ts'
import { FrameDecoder } from '../../../../renderer/features/player/frame-decoder.ts'
import type { Answer } from '../../../../renderer/features/player/picture-requests.ts'
import { SampleMissing, SampleUnreadable } from '../../../../renderer/features/player/sample-reader.ts'
import type { SampleTable } from '../../../../renderer/state/playhead-samples.ts'
import { groupedTable, tableOf } from '../state/sample-table.ts'
import { FakeDecoder, FakeFrame, type FakeDecoderOptions } from './fake-decoder.ts'

const opened: FrameDecoder<FakeFrame>[] = []

function open(
  table: SampleTable,
  options: FakeDecoderOptions & {
    limit?: number
    unreadable?: () => ReadonlySet<number>
    missing?: ReadonlySet<number>
    /** Decode indexes of samples that no other needs. */
    disposable?: ReadonlySet<number>
    /** Decode indexes of samples that change later groups. */
    spoiling?: ReadonlySet<number>
    configs?: KnownConfigs
  } = {},
): { decoder: FrameDecoder<FakeFrame>; fake: FakeDecoder } {
  const fake = new FakeDecoder(table, options)
  const decoder = new FrameDecoder<FakeFrame>({
    table,
    limit: options.limit ?? 16,
    openPort: fake.open,
    configs: options.configs,
    isDisposable: (bytes) => options.disposable?.has((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)) ?? false,
    isSpoiling: (bytes) => options.spoiling?.has((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)) ?? false,
    reader: {
      read: async (index) => {
        if (options.missing?.has(index)) throw new SampleMissing(`zeros in place of ${index}`)
        if (options.unreadable?.().has(index)) throw new SampleUnreadable(`no bytes of ${index}`)
        return Uint8Array.of(index >>> 8, index & 0xff)
      },
    },
  })
  opened.push(decoder)
  return { decoder, fake }
}

/** How decoding begins is known of samples before `known`. */
class KnownConfigs {
  known: number
  failure: BeginningFailure | null = null
  tries = 0
  #news = Promise.withResolvers<null>()
  constructor(known: number) {
    this.known = known
  }
  knows = (sample: number): boolean => sample < this.known
  more = (): Promise<unknown> => this.#news.promise
  tryAgain = (): void => {
    this.tries += 1
    if (this.failure?.kind === 'unread-sets') this.failure = null
  }
  tell(known: number, failure: BeginningFailure | null = null): void {
    Object.assign(this, { known, failure })
    this.#news.resolve(null)
    this.#news = Promise.withResolvers<null>()
  }
}

/** What is shown for a request: the number of the picture, or why there is none. */
function shown(answer: Answer<FakeFrame>): number | string {
  if (answer.kind !== 'picture') return answer.kind === 'failed' ? answer.failure.kind : answer.kind
  const { index, whole } = answer.frame
  answer.frame.close()
  return whole ? index : `broken ${index}`
}

afterEach(async () => {
  for (const decoder of opened.splice(0)) decoder.close()
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(FakeFrame.open, 'every frame is closed').toBe(0)
})

describe.each([
  ['closed groups', false],
  ['open groups', true],
])('%s', (_, isOpen) => {
  const table = groupedTable(8, 13, isOpen)

  it.each([false, true])('gives exactly the asked-for picture, wherever it is', async (goesOn) => {
    const { decoder } = open(table, { goesOn })
    let seed = 99
    for (let i = 0; i < 150; i += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      const index = seed % table.count
      expect(shown(await decoder.get(index))).toBe(index)
    }
  })

  it('steps forward without beginning anew, and back again', async () => {
    const { decoder, fake } = open(table)
    for (let index = 0; index < table.count - 8; index += 1)
      expect(shown(await decoder.get(index))).toBe(index)
    expect(fake.restarts).toBe(1)
    expect(fake.fed).toBeLessThanOrEqual(table.count)
    for (let index = table.count - 9; index >= 0; index -= 1)
      expect(shown(await decoder.get(index))).toBe(index)
    // Back: about once for each group, not once for each picture.
    expect(fake.restarts).toBeLessThan(30)
  })

  it('keeps few pictures, even with very little room', async () => {
    const { decoder } = open(table, { limit: 6 })
    for (let index = table.count - 1; index >= 0; index -= 1) {
      expect(shown(await decoder.get(index))).toBe(index)
      expect(FakeFrame.open).toBeLessThanOrEqual(6 + 3)
    }
  })

  it('goes back through a group longer than what is kept, decoding a stretch at a time', async () => {
    const long = groupedTable(2, 301, isOpen)
    const { decoder, fake } = open(long, { limit: 64 })
    for (let index = long.count - 1; index >= 0; index -= 1) {
      expect(shown(await decoder.get(index))).toBe(index)
      expect(FakeFrame.open).toBeLessThanOrEqual(64 + 3)
    }
    expect(fake.restarts).toBeLessThan(20)
  })

  it('works with deep reordering and decoders that hold much back', async () => {
    const { decoder } = open(table, { depth: 12 })
    for (const index of [50, 51, 52, 51, 3, table.count - 1])
      expect(shown(await decoder.get(index))).toBe(index)
  })
})

describe('requests', () => {
  const table = groupedTable(8, 13)

  it('are stale when a newer one comes', async () => {
    const { decoder } = open(table)
    const answers = [90, 5, 47].map((index) => decoder.get(index))
    expect((await Promise.all(answers)).map(shown)).toEqual(['stale', 'stale', 47])
  })

  it('are stale after closing', async () => {
    const { decoder } = open(table)
    const waiting = decoder.get(90)
    decoder.close()
    expect(shown(await waiting)).toBe('stale')
    expect(shown(await decoder.get(3))).toBe('stale')
  })

  it('find pictures that were decoded ahead at once', async () => {
    const { decoder } = open(table)
    decoder.readAhead(6)
    shown(await decoder.get(10))
    await vi.waitFor(
      () => {
        const found = decoder.newest(10, 14)
        found?.frame.close()
        expect(found?.index).toBe(14)
      },
      { timeout: 10_000 },
    )
    expect(decoder.newest(200, 300)).toBeNull()
  })
})

describe('what may be damaged', () => {
  const table = groupedTable(4, 13)

  it('is decoded once more, by a decoder that has nothing of before; what is kept of other groups stays', async () => {
    const { decoder, fake } = open(table, { limit: 48 })
    for (let index = 0; index < 26; index += 1) expect(shown(await decoder.get(index))).toBe(index)
    expect(fake.begun).toEqual([0])
    expect(decoder.doubt(20)).toBe(true)
    expect(shown(await decoder.get(20))).toBe(20)
    expect(fake.begun).toEqual([0, 13])
    expect(fake.afresh).toEqual([13])
    expect(shown(await decoder.get(5))).toBe(5)
    expect(fake.restarts).toBe(2)
    expect(decoder.doubt(14)).toBe(false)
  })

  it('is left as it is where its decoder knew of nothing else', async () => {
    // A jump: nothing before it is read ahead.
    const { decoder, fake } = open(groupedTable(12, 13), { limit: 48 })
    for (const index of [100, 20]) expect(shown(await decoder.get(index))).toBe(index)
    expect(decoder.doubt(20)).toBe(false)
    expect(decoder.doubts(14)).toBe(true)
    for (let index = 20; index < 24; index += 1) expect(shown(await decoder.get(index))).toBe(index)
    expect(fake.begun).toEqual([91, 13])
  })

  it('may have a picture though the decoder that went on gave none', async () => {
    const held = Promise.withResolvers<null>()
    const { decoder, fake } = open(table, { silent: new Set([20]), goesOn: true, held: held.promise })
    shown(await decoder.get(0))
    const index = table.presentationOf[20] ?? 0
    const answer = decoder.get(index)
    while (fake.flushes === 0) await new Promise((resolve) => setTimeout(resolve))
    decoder.doubt(index)
    held.resolve(null)
    expect(shown(await answer)).toBe('no-picture')
    // Said by one that had seen nothing else.
    expect(fake.afresh).toContain(13)
  })

  it('is never run into from the group before', async () => {
    const { decoder, fake } = open(table)
    decoder.doubt(20)
    for (let index = 0; index < 30; index += 1) expect(shown(await decoder.get(index))).toBe(index)
    expect(fake.begun.slice(0, 2)).toEqual([0, 13])
    expect(fake.afresh).toContain(13)
  })

  it('does not come out of a run that was on its way', async () => {
    const { decoder, fake } = open(table)
    shown(await decoder.get(0))
    const answer = decoder.get(20)
    decoder.doubt(20)
    expect(shown(await answer)).toBe(20)
    expect(fake.afresh).toEqual([13])
  })
})

describe('what changes later groups', () => {
  const table = groupedTable(4, 13)

  it('ends its run: the next group begins afresh, and the one after goes on', async () => {
    const { decoder, fake } = open(table, { spoiling: new Set([17]) })
    for (let index = 0; index < table.count; index += 1) expect(shown(await decoder.get(index))).toBe(index)
    expect(fake.begun).toEqual([0, 26])
    expect(fake.afresh).toEqual([26])
  })

  it.each([14, 15, 16, 17])(
    'is no end of all decoding where groups are open, and it is sample %i',
    async (spoiling) => {
      const open13 = groupedTable(4, 13, true)
      const { decoder, fake } = open(open13, { spoiling: new Set([spoiling]), goesOn: true })
      for (const index of [13, 16, 20, 12, 11, 40, 14]) expect(shown(await decoder.get(index))).toBe(index)
      for (let index = 0; index < open13.count; index += 1)
        expect(shown(await decoder.get(index))).toBe(index)
      expect(fake.restarts).toBeLessThan(20)
    },
  )

  it('makes a jump from there begin afresh', async () => {
    const { decoder, fake } = open(table, { spoiling: new Set([17]) })
    expect(shown(await decoder.get(22))).toBe(22)
    expect(shown(await decoder.get(45))).toBe(45)
    expect(shown(await decoder.get(5))).toBe(5)
    expect(fake.afresh).toEqual([39])
  })
})

describe('evidence that cannot be decoded', () => {
  const table = groupedTable(4, 13)

  it.each([false, true])(
    'costs the bad picture and what depends on it, nothing else, and says so',
    async (goesOn) => {
      const bad = 17
      const { decoder } = open(table, { bad: new Set([bad]), goesOn })
      const results: (number | string)[] = []
      for (let index = 0; index < table.count; index += 1) results.push(shown(await decoder.get(index)))
      for (let index = 0; index < table.count; index += 1) {
        const sample = table.decodeIndex(index)
        // Within the group everything stored from the bad sample on is lost.
        expect(results[index], `picture ${index}`).toBe(sample >= bad && sample < 26 ? 'refused' : index)
      }
      expect(decoder.failureOf(table.presentationOf[bad] ?? 0)?.detail).toBe('broken')
    },
  )

  it('is no other group than that of the bad picture, where its error comes after a jump', async () => {
    const { decoder, fake } = open(table, { bad: new Set([17]), goesOn: true })
    for (let round = 0; round < 30; round += 1) {
      void decoder.get(20)
      // It is on its way to the bad picture.
      for (let turns = 0; turns < round % 10; turns += 1) await new Promise((resolve) => setTimeout(resolve))
      expect(shown(await decoder.get(40 + (round % 3)))).toBe(40 + (round % 3))
    }
    const before = fake.restarts
    for (let index = 40; index < 50; index += 1) expect(shown(await decoder.get(index))).toBe(index)
    expect(fake.restarts - before).toBeLessThanOrEqual(3)
    expect(shown(await decoder.get(20))).toBe('refused')
  })

  it('does not slow down the groups around it', async () => {
    const { decoder, fake } = open(table, { bad: new Set([17]) })
    decoder.readAhead(6)
    // The group before the bad one: it is reached in looking ahead.
    for (let index = 0; index < 13; index += 1) expect(shown(await decoder.get(index))).toBe(index)
    expect(fake.fed).toBeLessThan(13 * 4)
  })

  it('is told where the decoder says nothing at all', async () => {
    const { decoder } = open(table, { silent: new Set([30]) })
    const index = table.presentationOf[30] ?? 0
    expect(shown(await decoder.get(index))).toBe('no-picture')
    expect(shown(await decoder.get(index + 1))).toBe(index + 1)
  })

  it('begins a group earlier where a sync sample is none', async () => {
    const { decoder, fake } = open(table, { notKey: new Set([13]) })
    expect(shown(await decoder.get(20))).toBe(20)
    expect(fake.restarts).toBe(2)
  })

  it('has no picture where nothing can be a beginning', async () => {
    const tail = tableOf([
      { composition: 0, sync: false },
      { composition: 40, sync: false },
      { composition: 80 },
    ])
    const { decoder } = open(tail)
    expect(shown(await decoder.get(0))).toBe('no-start')
    expect(shown(await decoder.get(2))).toBe(2)
    const empty = tableOf([
      { composition: 0 },
      { composition: 40, sync: false, size: 0 },
      { composition: 80, sync: false },
    ])
    const other = open(empty)
    expect(shown(await other.decoder.get(1))).toBe('empty')
  })

  it('is tried again where its bytes could not be read', async () => {
    let unreadable = new Set([4])
    const { decoder } = open(table, { unreadable: () => unreadable })
    const index = table.presentationOf[4] ?? 0
    expect(shown(await decoder.get(index))).toBe('unreadable')
    unreadable = new Set()
    expect(shown(await decoder.get(index))).toBe(index)
  })

  it('that bytes are missing of are not fed, and neither they nor what depends on them is shown', async () => {
    const table = groupedTable(3, 12)
    const { decoder, fake } = open(table, { missing: new Set([16]) })
    const found: (number | string)[] = []
    for (let index = 0; index < table.count; index += 1) found.push(shown(await decoder.get(index)))
    const lost = found.flatMap((one, index) => (one === 'missing' ? [table.decodeIndex(index)] : []))
    // From the sample that is lacking to the end of its group, and nothing before or behind.
    expect(lost.toSorted((a, b) => a - b)).toEqual([16, 17, 18, 19, 20, 21, 22, 23])
    expect(found.filter((one) => one !== 'missing')).toHaveLength(table.count - lost.length)
    expect(fake.fed).toBeGreaterThan(0)
  })
})

describe('samples that no other needs', () => {
  const table = groupedTable(4, 31)
  /** The B-pictures: shown before one that is stored before them. */
  const disposable = new Set(
    Array.from({ length: table.count }, (_, sample) => sample).filter(
      (sample) =>
        (table.presentationOf[sample] ?? 0) < (table.presentationOf[sample - 1] ?? 0) || isSecond(sample),
    ),
  )
  function isSecond(sample: number): boolean {
    return (table.presentationOf[sample] ?? 0) < (table.presentationOf[sample - 2] ?? 0)
  }

  it('are left out on the way to a picture far behind its beginning', async () => {
    const [{ decoder, fake }, all] = [open(table, { disposable }), open(table)]
    for (const one of [decoder, all.decoder]) expect(shown(await one.get(28))).toBe(28)
    expect(disposable.size).toBeGreaterThan(60)
    expect(fake.fed).toBeLessThan(all.fake.fed - 10)
  })

  it('are shown all the same when they are asked for: by a jump, by steps back, by steps forward', async () => {
    const { decoder } = open(table, { disposable, limit: 8 })
    for (const index of [60, 50, 55, 30, 29, 123, 0]) expect(shown(await decoder.get(index))).toBe(index)
    for (let index = 90; index > 55; index -= 1) expect(shown(await decoder.get(index))).toBe(index)
    for (let index = 55; index < 90; index += 1) expect(shown(await decoder.get(index))).toBe(index)
    // Nearer than what was just decoded past it.
    void decoder.get(120)
    expect(shown(await decoder.get(110))).toBe(110)
  })
})

describe('where it is not known how decoding begins', () => {
  const table = groupedTable(8, 13, false)

  it('nothing is decoded until it is, and then the very picture', async () => {
    const configs = new KnownConfigs(20)
    const { decoder, fake } = open(table, { configs })
    expect(shown(await decoder.get(3))).toBe(3)
    const answer = decoder.get(60)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(fake.begun.every((sample) => sample < 20)).toBe(true)
    configs.tell(40)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(fake.begun.every((sample) => sample < 40)).toBe(true)
    configs.tell(table.count)
    expect(shown(await answer)).toBe(60)
  })

  it('pictures are decoded as far as it is', async () => {
    const configs = new KnownConfigs(8)
    const { decoder, fake } = open(table, { configs })
    expect(shown(await decoder.get(5))).toBe(5)
    expect(fake.fed).toBeLessThanOrEqual(8)
  })

  it('and cannot be, it is said', async () => {
    const configs = new KnownConfigs(20)
    const { decoder } = open(table, { configs })
    const answer = decoder.get(60)
    configs.tell(20, { kind: 'unknown-sets', detail: '' })
    expect(shown(await answer)).toBe('unknown-sets')
    expect(shown(await decoder.get(3))).toBe(3)
    configs.tell(20, { kind: 'unread-sets', detail: 'the engine is gone' })
    expect(shown(await decoder.get(70))).toBe('unread-sets')
    // Whoever wants it once more finds it asked for once more.
    expect(configs.tries).toBeGreaterThan(0)
    const again = decoder.get(70)
    configs.tell(table.count)
    expect(shown(await again)).toBe(70)
  })
})
