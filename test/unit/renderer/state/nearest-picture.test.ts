import { expect, it } from 'vitest'
import { tellNearest } from '../../../../renderer/state/nearest-picture.ts'
import { notices } from '../../../../renderer/state/notices.svelte.ts'
import { Playhead } from '../../../../renderer/state/playhead.svelte.ts'

it('that only the nearest picture is shown is told until another one is', () => {
  const playhead = new Playhead()
  tellNearest(playhead, 'Yard has no picture of 10:00; the nearest one is shown.')
  notices.warn('Some places are not known.', [])
  notices.prune()
  expect(notices.list).toHaveLength(2)
  playhead.wanted = 7
  notices.prune()
  expect(notices.list.map(({ what }) => what)).toEqual(['Some places are not known.'])
})
