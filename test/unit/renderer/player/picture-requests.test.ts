// A picture that is expected is told of when it is there, and nothing else changes by it.
import { beforeEach, describe, expect, it } from 'vitest'
import { PictureRequests } from '../../../../renderer/features/player/picture-requests.ts'
import { FakeFrame } from './fake-decoder.ts'

let requests: PictureRequests<FakeFrame>

beforeEach(() => {
  FakeFrame.open = 0
  requests = new PictureRequests<FakeFrame>(4)
})

/** What is expected, or not yet. */
async function now(arrival: Promise<FakeFrame | null>): Promise<number | null | 'not yet'> {
  const frame = await Promise.race([arrival, Promise.resolve('not yet' as const)])
  if (frame === null || frame === 'not yet') return frame
  frame.close()
  return frame.index
}

describe('a picture that is expected', () => {
  it('is told of when it comes, and at once where it is there', async () => {
    const arrival = requests.arrival(3)
    requests.put(2, new FakeFrame(2, true))
    expect(await now(arrival)).toBe('not yet')
    requests.put(3, new FakeFrame(3, true))
    expect(await now(arrival)).toBe(3)
    expect(await now(requests.arrival(2))).toBe(2)
    requests.close()
    expect(FakeFrame.open).toBe(0)
  })

  it('is not told of where another one is expected since, or after the end', async () => {
    const first = requests.arrival(3)
    const second = requests.arrival(4)
    expect(await now(first)).toBeNull()
    requests.close()
    expect(await now(second)).toBeNull()
    expect(await now(requests.arrival(4))).toBeNull()
  })

  it('is not told of where it cannot be had', async () => {
    const arrival = requests.arrival(3)
    requests.fail(2, 'refused')
    expect(await now(arrival)).toBe('not yet')
    requests.fail(3, 'refused')
    expect(await now(arrival)).toBeNull()
    expect(await now(requests.arrival(3))).toBeNull()
  })

  it('is told of as it is when it was made anew', async () => {
    requests.put(3, new FakeFrame(3, true))
    requests.forgetAll((index) => index === 3)
    const arrival = requests.arrival(3)
    expect(await now(arrival)).toBe('not yet')
    requests.put(3, new FakeFrame(3, true))
    expect(await now(arrival)).toBe(3)
  })

  it('changes neither what is wanted nor where it looks', async () => {
    const wanted = requests.want(1)
    const arrival = requests.arrival(3)
    expect([requests.target, requests.direction]).toEqual([1, 1])
    requests.put(3, new FakeFrame(3, true))
    requests.put(1, new FakeFrame(1, true))
    expect(await now(arrival)).toBe(3)
    expect((await wanted).kind).toBe('picture')
  })
})
