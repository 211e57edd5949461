import { describe, expect, it, vi } from 'vitest'
import type { ReviewGroup } from '#contract/review.ts'
import type { CopyDecoder } from '../../../../renderer/features/player/copy-decoder.ts'
import { CopyPictures, MakingStopped } from '../../../../renderer/features/player/copy-pictures.ts'

class Frame {
  static open = 0
  readonly picture: number
  constructor(picture: number) {
    this.picture = picture
    Frame.open += 1
  }
  clone(): Frame {
    return new Frame(this.picture)
  }
  close(): void {
    Frame.open -= 1
  }
}

const groupOf = (picture: number, without: number[] = []): ReviewGroup => {
  const first = picture - (picture % 12)
  const there = Array.from({ length: 12 }, (_, at) => first + at).filter((one) => !without.includes(one))
  return {
    ...{ first, end: first + 12, run: 0, config: '01640028', absent: null },
    pictures: there.map((one) => ({ picture: one, offset: one * 10, size: 10, doubtful: one === 7 })),
  }
}

/** Gives out every picture of a group, but those in `broken`. */
const decoder = (broken: number[] = []): CopyDecoder<Frame> => ({
  async decode(group, bytes, onPicture) {
    expect(bytes).toHaveLength((group.pictures.at(-1)!.picture - group.pictures[0]!.picture + 1) * 10)
    await Promise.resolve()
    for (const { picture } of group.pictures) {
      if (broken.includes(picture)) throw new Error('a bad slice')
      onPicture(picture, new Frame(picture))
    }
  },
  close: () => undefined,
})

function open(group: (picture: number) => Promise<ReviewGroup>, broken: number[] = []) {
  const asked: number[] = []
  const read = vi.fn((_: number, start: number, stop: number) =>
    Promise.resolve(new Uint8Array(stop - start)),
  )
  const pictures = new CopyPictures<Frame>({
    ...{ count: 120, decoder: decoder(broken), read, limit: 24 },
    group: (picture) => {
      asked.push(picture)
      return group(picture)
    },
  })
  const shown = async (index: number): Promise<number | string> => {
    const answer = await pictures.get(index)
    if (answer.kind !== 'picture') return answer.kind === 'failed' ? answer.failure.kind : answer.kind
    answer.frame.close()
    return answer.frame.picture
  }
  return { pictures, asked, shown }
}

describe('pictures out of a review copy', () => {
  it('are those asked for, forward, back and anywhere; each is closed once', async () => {
    Frame.open = 0
    const { pictures, shown } = open((picture) => Promise.resolve(groupOf(picture)))
    for (const index of [0, 1, 2, 50, 49, 48, 47, 119, 0, 13]) expect(await shown(index)).toBe(index)
    expect(pictures.isDoubtful(7)).toBe(true)
    expect(pictures.isDoubtful(8)).toBe(false)
    pictures.close()
    await vi.waitFor(() => expect(Frame.open).toBe(0))
  })

  it('wait while they are made, and a newer wish does not wait behind an older one', async () => {
    const waiting = new Map<number, (group: ReviewGroup) => void>()
    const { shown, pictures } = open((picture) => new Promise((resolve) => waiting.set(picture, resolve)))
    const first = shown(30)
    await vi.waitFor(() => expect(waiting.has(30)).toBe(true))
    const second = shown(80)
    expect(await first).toBe('stale')
    await vi.waitFor(() => expect(waiting.has(80)).toBe(true))
    waiting.get(80)!(groupOf(80))
    expect(await second).toBe(80)
    pictures.close()
  })

  it('whoever drags along the timeline does not ask for each place', async () => {
    const { shown, asked, pictures } = open(() => new Promise(() => undefined))
    for (let index = 0; index < 100; index += 1) void shown(index)
    await vi.waitFor(() => expect(asked).toContain(99))
    expect(asked.length).toBeLessThan(6)
    pictures.close()
  })

  it('that are not there have a reason, and shift no other', async () => {
    const { shown, pictures } = open(
      (picture) =>
        Promise.resolve(
          picture === 40
            ? { ...groupOf(40), first: 40, end: 41, absent: 'unproven', pictures: [] }
            : groupOf(picture, [5]),
        ),
      [21],
    )
    expect(await shown(4)).toBe(4)
    expect(await shown(5)).toBe('no-picture')
    expect(await shown(6)).toBe(6)
    expect(await shown(20)).toBe(20)
    expect(await shown(21)).toBe('refused')
    expect(await shown(40)).toBe('unproven')
    pictures.close()
  })

  it('that nobody makes any more are told so, and asked for again after that has changed', async () => {
    let isMade = false
    const { shown, pictures } = open((picture) =>
      isMade ? Promise.resolve(groupOf(picture)) : Promise.reject(new MakingStopped('stopped')),
    )
    expect(await shown(3)).toBe('not-made')
    isMade = true
    pictures.retry()
    expect(await shown(3)).toBe(3)
    pictures.close()
  })
})
