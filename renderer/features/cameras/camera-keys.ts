// The keys of the screen of cameras: those of the review for what both can do, and a few more, as this workstation has them.
// The digits choose a camera; on the block of numbers they do what they do in the review, if anything.
import type { Cameras } from '../../state/cameras.svelte.ts'
import { commandOf, type CommandId } from '../../state/commands.ts'
import { keys } from '../../state/keys.svelte.ts'
import { stepTrack } from '../../state/track-acts.ts'

type CameraActs = Partial<Record<CommandId, () => void>>

const isDigit = (key: string): boolean => /^[1-9]$/.test(key)

/** A name with its key, where that key does the same here. */
export const labelHere = (text: string, id: CommandId): string =>
  isDigit(keys.map[id][0] ?? '') ? text : keys.label(text, id)

/** What commands do here; the others do nothing. */
function actsOf(cameras: Cameras, { goTo, toggleSamePart }: ScreenActs): CameraActs {
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
    nextTrack: () => void (cameras.master && stepTrack(cameras.master.playhead, 1)),
    previousTrack: () => void (cameras.master && stepTrack(cameras.master.playhead, -1)),
    linkCameras: () => cameras.setLinked(!cameras.linked),
    samePart: toggleSamePart,
    showKeys: () => void (keys.sheetShown = true),
  }
}

type Pressed = {
  written: string
  /** What the key does, where it is not a digit that chooses a camera. */
  command: CommandId | null
  /** It is held. */
  repeat: boolean
  /** It is on the block of numbers. */
  onBlock: boolean
}

/** What the screen itself has to do. */
type ScreenActs = {
  goTo: () => void
  /** What commands for looking do. */
  look: CameraActs
  toggleSamePart: () => void
}

/** True where the key stands for something here. A key that is held steps at the pace of what is shown, and does nothing else again. */
export function actOnCameraKey(
  { written, command, repeat, onBlock }: Pressed,
  cameras: Cameras,
  screen: ScreenActs,
): boolean {
  if (isDigit(written) && !onBlock) {
    const camera = cameras.list[Number(written) - 1]
    if (camera && !repeat) cameras.choose(camera)
    return camera !== undefined
  }
  const act = command === null ? undefined : { ...screen.look, ...actsOf(cameras, screen) }[command]
  if (!act || command === null) return false
  if (!repeat || (commandOf(command).holds && cameras.isShown)) act()
  return true
}
