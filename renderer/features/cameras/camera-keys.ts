// The keys of the screen of cameras: those of the review for what both can do, as this workstation has them, and a few more.
import type { Cameras } from '../../state/cameras.svelte.ts'
import type { CommandId } from '../../state/commands.ts'
import { keys } from '../../state/keys.svelte.ts'

type CameraActs = Partial<Record<CommandId, () => void>>

/** What commands of the review do here; the others do nothing. */
function actsOf(cameras: Cameras, goTo: () => void): CameraActs {
  const second = (direction: 1 | -1): void => {
    if (cameras.linked) cameras.stepSecond(direction)
    else cameras.step(direction, { all: true })
  }
  return {
    togglePlaying: () => cameras.togglePlaying(),
    playForward: () => cameras.play(),
    stop: () => cameras.pause(),
    faster: () => cameras.changeRate(1),
    slower: () => cameras.changeRate(-1),
    stepForward: () => cameras.step(1),
    stepBack: () => cameras.step(-1),
    secondForward: () => second(1),
    secondBack: () => second(-1),
    firstPicture: () => cameras.goToEnd('first'),
    lastPicture: () => cameras.goToEnd('last'),
    goTo: () => {
      if (cameras.linked) goTo()
    },
    showKeys: () => void (keys.sheetShown = true),
  }
}

/** `written` and `command`: the key, and what it does in the review. True where it stood for something here. */
export function actOnCameraKey(
  written: string,
  command: CommandId | null,
  cameras: Cameras,
  goTo: () => void,
): boolean {
  const act = command === null ? undefined : actsOf(cameras, goTo)[command]
  if (act) {
    act()
    return true
  }
  const camera = /^[1-9]$/.test(written) ? cameras.list[Number(written) - 1] : undefined
  if (camera) cameras.choose(camera)
  else if (written === 'u') cameras.setLinked(!cameras.linked)
  else return false
  return true
}
