// The keys of the review screen. They work wherever the focus is, but not while something is being typed.
import type { Playhead } from '../../state/playhead.svelte.ts'
import { overlay } from '../../state/overlay.svelte.ts'

export type KeyTarget = Pick<
  Playhead,
  | 'togglePlaying'
  | 'step'
  | 'stepSeconds'
  | 'stepEvent'
  | 'stepProblem'
  | 'changeRate'
  | 'setMarkIn'
  | 'setMarkOut'
  | 'toggleLoop'
  | 'count'
>

export type PlayerActs = {
  toggleMuted(): void
  toggleFit(): void
  goTo(): void
  mark(): void
  still(choose: boolean): void
  stepMark(direction: 1 | -1): void
  toggleVeil(): void
}

const directions = new Map<string, 1 | -1>([
  ['ArrowLeft', -1],
  ['ArrowRight', 1],
  [',', -1],
  ['.', 1],
])

/** Does what the key stands for; true where it stood for something. */
export function actOnKey(key: string, shift: boolean, playhead: KeyTarget, acts: PlayerActs): boolean {
  const direction = directions.get(key)
  if (direction !== undefined) {
    if (shift && key.startsWith('Arrow')) playhead.stepSeconds(direction)
    else playhead.step(direction)
    return true
  }
  switch (key.toLowerCase()) {
    case ' ':
    case 'k':
      playhead.togglePlaying()
      return true
    case 'j':
      playhead.changeRate(-1)
      return true
    case 'l':
      playhead.changeRate(1)
      return true
    case '[':
      playhead.stepEvent(-1)
      return true
    case ']':
      playhead.stepEvent(1)
      return true
    case 'n':
      playhead.stepProblem(shift ? -1 : 1)
      return true
    case 'i':
      playhead.setMarkIn()
      return true
    case 'o':
      playhead.setMarkOut()
      return true
    case 'm':
      acts.mark()
      return true
    case 'p':
      acts.still(shift)
      return true
    case 'v':
      acts.stepMark(shift ? -1 : 1)
      return true
    case 'r':
      playhead.toggleLoop()
      return true
    case 's':
      acts.toggleMuted()
      return true
    case 'f':
      acts.toggleFit()
      return true
    case 'g':
      acts.goTo()
      return true
    case 'b':
      overlay.toggle()
      return true
    case 'u':
      acts.toggleVeil()
      return true
    case 'home':
      playhead.step(-playhead.count)
      return true
    case 'end':
      playhead.step(playhead.count)
      return true
    default:
      return false
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
