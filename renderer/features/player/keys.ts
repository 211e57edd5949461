// What each command of the review does, and whether a key pressed somewhere belongs to the element that has the focus.
import type { ReviewId } from '../../state/commands.ts'
import { decoding } from '../../state/decoding.svelte.ts'
import { keys } from '../../state/keys.svelte.ts'
import { overlay } from '../../state/overlay.svelte.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import type { LookActs } from './look-acts.ts'
import type { Shuttle } from './shuttle.ts'

export type KeyTarget = Pick<
  Playhead,
  | 'togglePlaying'
  | 'step'
  | 'stepSeconds'
  | 'stepEvent'
  | 'stepGap'
  | 'stepProblem'
  | 'changeRate'
  | 'sound'
  | 'setMarkIn'
  | 'setMarkOut'
  | 'count'
>

/** What the player itself has to do. */
export type PlayerActs = {
  toggleMuted(): void
  toggleFit(): void
  toggleLoop(): void
  goTo(): void
  mark(): void
  still(choose: boolean): void
  stepMark(direction: 1 | -1): void
  toggleVeil(): void
  stepTrack(direction: 1 | -1): void
  look: LookActs
}

/** What each command does; a command without an act is an error of the compiler. */
export function commandActs(
  playhead: KeyTarget,
  shuttle: Pick<Shuttle, 'press' | 'stop'>,
  acts: PlayerActs,
): Record<ReviewId, () => void> {
  return {
    togglePlaying: () => playhead.togglePlaying(),
    playForward: () => shuttle.press(1),
    playBack: () => shuttle.press(-1),
    stop: () => shuttle.stop(),
    faster: () => playhead.changeRate(1),
    slower: () => playhead.changeRate(-1),
    toggleLoop: () => acts.toggleLoop(),
    toggleMuted: () => acts.toggleMuted(),
    nextSound: () => playhead.sound.step(),
    stepForward: () => playhead.step(1),
    stepBack: () => playhead.step(-1),
    secondForward: () => playhead.stepSeconds(1),
    secondBack: () => playhead.stepSeconds(-1),
    nextEvent: () => void playhead.stepEvent(1),
    previousEvent: () => void playhead.stepEvent(-1),
    nextGap: () => void playhead.stepGap(1),
    previousGap: () => void playhead.stepGap(-1),
    nextMark: () => acts.stepMark(1),
    previousMark: () => acts.stepMark(-1),
    nextProblem: () => void playhead.stepProblem(1),
    previousProblem: () => void playhead.stepProblem(-1),
    nextDamage: () => decoding.step(1),
    previousDamage: () => decoding.step(-1),
    firstPicture: () => playhead.step(-playhead.count),
    lastPicture: () => playhead.step(playhead.count),
    goTo: () => acts.goTo(),
    markIn: () => playhead.setMarkIn(),
    markOut: () => playhead.setMarkOut(),
    setMark: () => acts.mark(),
    still: () => acts.still(false),
    stillTo: () => acts.still(true),
    toggleFit: () => acts.toggleFit(),
    nextTrack: () => acts.stepTrack(1),
    previousTrack: () => acts.stepTrack(-1),
    ...acts.look,
    toggleOverlay: () => overlay.toggle(),
    nextObject: () => overlay.stepObject(1),
    previousObject: () => overlay.stepObject(-1),
    onlyObject: () => overlay.toggleOnly(),
    hideObject: () => overlay.toggleChosen(),
    toggleTrajectories: () => overlay.toggleKind('trajectories'),
    showObjects: () => overlay.showAllObjects(),
    toggleVeil: () => acts.toggleVeil(),
    showKeys: () => (keys.sheetShown = true),
  }
}

const typing =
  'input:not([type=checkbox], [type=radio], [type=range]), select, textarea, [contenteditable], [role=menu], [role=dialog]'

/** Whether a key pressed here belongs to the element that has the focus. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  const element = event.target instanceof Element ? event.target : null
  if (!element) return false
  if (element.closest(typing)) return true
  if (element.closest('input[type=range], [role=tablist]') && /^(Arrow|Home|End)/.test(event.key)) return true
  return (
    (event.key === ' ' || event.key === 'Enter') &&
    element.closest('button, a, summary, input, [role=button]') !== null
  )
}
