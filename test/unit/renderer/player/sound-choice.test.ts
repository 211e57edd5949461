// Why there is no sound is told as it is: what this computer cannot decode is another reason than what no decoder could.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { fakeTrack } from '#test/support/fake-item.ts'
import { openSound } from '../../../../renderer/features/player/sound-choice.ts'
import { whyNoSound } from '../../../../renderer/features/player/sound-text.ts'

const audio = fakeTrack({
  id: 2,
  kind: 'audio',
  codec: 'alaw',
  samples: 2,
  timescale: 8_000,
  sampleRate: 8_000,
})
/** Of each of two samples, the sample entry. */
let entry: number[]
beforeEach(() => {
  vi.stubGlobal(
    'exhibit',
    createFakeBridge({
      'track.samples': ({ first, count }) => {
        const column = <T>(values: T[]): T[] => values.slice(first, first + count)
        return {
          ...{ first, total: 2, offset: column([0, 160]), size: column([160, 160]) },
          ...{
            decodeTime: column([0, 160]),
            compositionTime: column([0, 160]),
            duration: column([160, 160]),
          },
          ...{ sync: column<0 | 1>([1, 1]), entry: column(entry), entries: [] },
        }
      },
    }),
  )
})
afterEach(() => vi.unstubAllGlobals())

it('names several sample entries as the reason, and not the computer', async () => {
  entry = [0, 1]
  const playhead = { detail: { summary: { id: 'item' } }, audioTrack: audio, bytesIn: 'file' } as never
  const { sound, state } = await openSound(playhead, fakeTrack(), new AbortController().signal)
  expect([sound, state]).toEqual([null, { kind: 'entries' }])
  expect(whyNoSound(state)).toContain('several sample entries')
  expect(whyNoSound(state)).not.toContain('computer')
})

it('says of a codec that it cannot be decoded here, and nothing where there is sound', () => {
  expect(whyNoSound({ kind: 'unsupported', codec: 'alaw' })).toContain('(alaw) cannot be decoded on this')
  expect(whyNoSound({ kind: 'ready' })).toBeNull()
  expect(whyNoSound({ kind: 'unsupported', codec: 'opus', failed: 'The process is gone.' })).toBe(
    'Whether the sound (opus) can be decoded on this computer could not be asked: The process is gone.',
  )
})
