import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { SampleDamage } from '#contract/track.ts'
import { PictureDamage } from '../../../../renderer/features/player/picture-damage.svelte.ts'
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
  const ask = vi.fn((): Promise<SampleDamage> => Promise.resolve({ checked: true, firstDamaged: 2 }))
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
  const ask = vi.fn((): Promise<SampleDamage> => Promise.resolve({ checked: true, firstDamaged: null }))
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

it('does not say “clean” of what was not checked', async () => {
  const damage = new PictureDamage(table, () => Promise.resolve({ checked: false, firstDamaged: null }))
  damage.look(0)
  await rest()
  expect(damage.state).toEqual({ kind: 'unknown' })
})

it('says that it could not ask, and asks again for the next picture', async () => {
  const ask = vi.fn<() => Promise<SampleDamage>>().mockRejectedValueOnce(new Error('gone'))
  ask.mockResolvedValue({ checked: true, firstDamaged: null })
  const damage = new PictureDamage(table, ask)
  damage.look(0)
  await rest()
  expect(damage.state).toMatchObject({ kind: 'failed' })
  damage.look(1)
  await rest()
  expect(damage.state).toEqual({ kind: 'clean' })
})

it('begins where the decoder can, whatever the table says', async () => {
  const ask = vi.fn((): Promise<SampleDamage> => Promise.resolve({ checked: true, firstDamaged: null }))
  const damage = new PictureDamage(table, ask, () => new Set([3]))
  damage.look(5)
  await rest()
  expect(ask.mock.calls).toEqual([[0, 6]])
})
