// How loud a sound is: nothing is asked of a veiled one, and why it is not known is kept.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId } from '#contract/units.ts'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { fakeTrack } from '#test/support/fake-item.ts'
import { SoundPeaks } from '../../../../renderer/state/sound-peaks.svelte.ts'

const audio = fakeTrack({ id: 2, kind: 'audio', codec: 'alaw' })
const item = 'item' as ItemId
let bridge: FakeBridge
beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

it('nothing is asked of a veiled item, until the veil is lifted', async () => {
  bridge.answers['sound.open'] = () => {
    throw new EvidenceError('ffmpeg-missing', 'ffmpeg was not found.')
  }
  const sound = new SoundPeaks()
  await sound.show(item, audio, 0, { veiled: true })
  expect(sound.state).toBe('veiled')
  expect(bridge.calls.map(({ name }) => name)).not.toContain('sound.open')
  await sound.show(item, audio, 0)
  expect(sound.state).toBe('failed')
  expect(sound.error).toMatchObject({ message: 'ffmpeg was not found.' })
  await sound.show(null, null, null)
  expect([sound.state, sound.error]).toEqual(['none', null])
})
