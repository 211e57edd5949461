// That the picture which is shown is only the nearest one to the moment that was asked for. It holds for that picture: whoever
// goes on is not told it any longer.
import { notices } from './notices.svelte.ts'
import type { Playhead } from './playhead.svelte.ts'

/** To be called when the nearest picture is the wanted one. */
export function tellNearest(playhead: Playhead, what: string): void {
  const at = placeOf(playhead)
  notices.warn(what, [], null, () => placeOf(playhead) === at)
}

const placeOf = ({ itemId, track, wanted }: Playhead): string => `${itemId} ${track?.id} ${wanted}`
