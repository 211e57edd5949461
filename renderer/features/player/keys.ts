// The keys of the review screen. They work wherever the focus is, but not while something is being typed.
import type { Playhead } from '../../state/playhead.svelte.ts'
import { overlay } from '../../state/overlay.svelte.ts'

export type KeyTarget = Pick<
  Playhead,
  'togglePlaying' | 'step' | 'stepSeconds' | 'stepEvent' | 'changeRate' | 'setMarkIn' | 'setMarkOut' | 'count'
>

export type PlayerActs = { toggleMuted(): void; toggleFit(): void; goTo(): void }

/** Does what the key stands for; true where it stood for something. */
export function actOnKey(key: string, shift: boolean, playhead: KeyTarget, acts: PlayerActs): boolean {
  const direction = { ArrowLeft: -1, ArrowRight: 1, ',': -1, '.': 1, '<': -1, '>': 1 }[key]
  if (direction !== undefined) {
    if (shift && key.startsWith('Arrow')) playhead.stepSeconds(direction)
    else playhead.step(direction)
    return true
  }
  const act: (() => unknown) | undefined = {
    ' ': () => playhead.togglePlaying(),
    k: () => playhead.togglePlaying(),
    j: () => playhead.changeRate(-1),
    l: () => playhead.changeRate(1),
    '[': () => playhead.stepEvent(-1),
    ']': () => playhead.stepEvent(1),
    i: () => playhead.setMarkIn(),
    o: () => playhead.setMarkOut(),
    m: () => acts.toggleMuted(),
    f: () => acts.toggleFit(),
    g: () => acts.goTo(),
    b: () => overlay.toggle(),
    home: () => playhead.step(-playhead.count),
    end: () => playhead.step(playhead.count),
  }[key.toLowerCase()]
  act?.()
  return act !== undefined
}

const typing =
  'input:not([type=checkbox], [type=radio], [type=range]), select, textarea, [contenteditable], [role=menu], [role=dialog], [role=tablist]'

/** Whether a key pressed here belongs to the element that has the focus. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  const element = event.target instanceof Element ? event.target : null
  if (!element) return false
  if (element.closest(typing)) return true
  if (element.matches('input[type=range]') && event.key.startsWith('Arrow')) return true
  return (event.key === ' ' || event.key === 'Enter') && element.closest('button, a, summary, input, [role=button]') !== null
}
