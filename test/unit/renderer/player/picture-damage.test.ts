import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { SampleDamage } from '#contract/track.ts'
import { PictureDamage, withMap } from '../../../../renderer/features/player/picture-damage.svelte.ts'
import { tableOf } from '../state/sample-table.ts'

/** Two groups of three; the first picture of the second group is shown after one that follows it (open group). */
const table = tableOf([
  { composition: 0, sync: true },
  { composition: 2, sync: false },
  { composition: 1, sync: false },
  { composition: 4, sync: true },
  { composition: 3, sync: false },
  { composition: 5, sync: false },
])

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(250)

it('asks for a group once the playhead rests, and tells of each picture of it', async () => {
  const ask = vi.fn((): Promise<SampleDamage> =>
    Promise.resolve({ checked: true, firstDamaged: 2, why: null }),
  )
  const damage = new PictureDamage(table, ask)
  damage.look(0)
  expect(damage.state).toEqual({ kind: 'unknown' })
  damage.look(2)
  await rest()
  expect(ask.mock.calls).toEqual([[0, 3]])
  // Stored second, before the damaged one.
  expect(damage.state).toEqual({ kind: 'clean' })
  damage.look(1)
  expect(damage.state).toEqual({ kind: 'damaged', sample: 2 })
  await rest()
  expect(ask).toHaveBeenCalledTimes(1)
})

it('asks for the group before as well where a picture is shown before its group begins', async () => {
  const ask = vi.fn((): Promise<SampleDamage> =>
    Promise.resolve({ checked: true, firstDamaged: null, why: null }),
  )
  const damage = new PictureDamage(table, ask)
  damage.look(3)
  await rest()
  damage.look(5)
  await rest()
  expect(ask.mock.calls).toEqual([
    [0, 6],
    [3, 3],
  ])
  expect(damage.state).toEqual({ kind: 'clean' })
})

it('says at rest of what could not be checked that it was not, and why', async () => {
  const ask = vi.fn(() =>
    Promise.resolve({ checked: false, firstDamaged: null, why: 'unknown-sets' } satisfies SampleDamage),
  )
  const damage = new PictureDamage(table, ask)
  damage.look(0)
  await rest()
  await rest()
  expect(damage.state).toEqual({ kind: 'unchecked', why: 'unknown-sets' })
  // It stays while pictures of the same group follow each other, and is not said anew of each of another.
  damage.look(2)
  expect(damage.state).toEqual({ kind: 'unchecked', why: 'unknown-sets' })
  damage.look(5)
  expect(damage.state).toEqual({ kind: 'unknown' })
  damage.look(1)
  expect(damage.state).toEqual({ kind: 'unknown' })
  await rest()
  expect(damage.state).toEqual({ kind: 'unchecked', why: 'unknown-sets' })
  expect(ask).toHaveBeenCalledTimes(1)
})

it('says of a group too long to be asked for, and of one without a beginning, that nobody checked it', async () => {
  const ask = vi.fn((): Promise<SampleDamage> =>
    Promise.resolve({ checked: true, firstDamaged: null, why: null }),
  )
  const long = tableOf(Array.from({ length: 2_100 }, (_, at) => ({ composition: at, sync: at === 0 })))
  const damage = new PictureDamage(long, ask)
  damage.look(2_050)
  await rest()
  expect(damage.state).toEqual({ kind: 'unchecked', why: 'too-large' })
  damage.look(1_999)
  await rest()
  expect(damage.state).toEqual({ kind: 'clean' })
  expect(ask.mock.calls).toEqual([[0, 2_000]])
  const without = new PictureDamage(tableOf([{ composition: 0, sync: false }]), ask)
  without.look(0)
  await rest()
  expect(without.state).toEqual({ kind: 'unchecked', why: 'no-start' })
})

it('knows more of what could not be asked where the whole track was looked through', () => {
  const unchecked = { kind: 'unchecked', why: 'too-large' } as const
  const clean = { state: 'clean', cause: null, why: null } as const
  expect(withMap(unchecked, null)).toEqual(unchecked)
  expect(withMap(unchecked, { state: 'unchecked', cause: null, why: 'too-large' })).toEqual(unchecked)
  expect(withMap(unchecked, clean)).toEqual({ kind: 'clean' })
  expect(withMap(unchecked, { state: 'damaged', cause: 7, why: null })).toEqual({
    kind: 'damaged',
    sample: 7,
  })
  expect(withMap({ kind: 'damaged', sample: 3 }, clean)).toEqual({ kind: 'damaged', sample: 3 })
})

it('says that it could not ask, and asks again for the next picture', async () => {
  const ask = vi.fn<() => Promise<SampleDamage>>().mockRejectedValueOnce(new Error('gone'))
  ask.mockResolvedValue({ checked: true, firstDamaged: null, why: null })
  const damage = new PictureDamage(table, ask)
  damage.look(0)
  await rest()
  expect(damage.state).toMatchObject({ kind: 'failed' })
  damage.look(1)
  await rest()
  expect(damage.state).toEqual({ kind: 'clean' })
})

it('begins where the decoder can, whatever the table says', async () => {
  const ask = vi.fn((): Promise<SampleDamage> =>
    Promise.resolve({ checked: true, firstDamaged: null, why: null }),
  )
  const damage = new PictureDamage(table, ask, () => new Set([3]))
  damage.look(5)
  await rest()
  expect(ask.mock.calls).toEqual([[0, 6]])
})

it('tells of a picture whose group is not known to decode cleanly, once that is found', async () => {
  const answers: SampleDamage[] = [
    { checked: true, firstDamaged: null, why: null },
    { checked: true, firstDamaged: 4, why: null },
    { checked: false, firstDamaged: null, why: 'too-large' },
  ]
  for (const [at, answer] of answers.entries()) {
    const doubt = vi.fn()
    const damage = new PictureDamage(table, () => Promise.resolve(answer), undefined, doubt)
    damage.look(5)
    expect(doubt).not.toHaveBeenCalled()
    await rest()
    if (at === 0) expect(doubt).not.toHaveBeenCalled()
    else expect(doubt).toHaveBeenCalledWith(5)
  }
  const doubt = vi.fn()
  const damage = new PictureDamage(table, () => Promise.reject(new Error('gone')), undefined, doubt)
  damage.look(5)
  await rest()
  expect(doubt).toHaveBeenCalledWith(5)
})
