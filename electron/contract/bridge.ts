// What the preload puts on `window.exhibit`: two functions, no list of methods, so it never grows.
import type { Answer } from './calls.ts'

/**
 * An `Answer` as JSON. It passes main and the bridge as one text: an object would be copied at each border, field by field, which
 * takes longer than what was asked for.
 */
export type AnswerText = string & { readonly answer: unique symbol }

export const packAnswer = (answer: Answer<unknown>): AnswerText => JSON.stringify(answer) as AnswerText
/** Only what `packAnswer` made. */
export const unpackAnswer = (text: AnswerText): Answer<unknown> => JSON.parse(text) as Answer<unknown>

export type Bridge = {
  call(name: string, input: unknown): Promise<AnswerText>
  on(name: string, handler: (payload: unknown) => void): () => void
  /** Path on disk of a file dropped on the window. */
  pathOf(file: unknown): string
}

/**
 * What of an item is served: its bytes, its still picture, a video of another format laid out anew, the pictures of one run
 * of making its review copy, its sound decoded, how loud that is over time.
 */
export type Located =
  | 'file'
  | 'thumbnail'
  | 'rewrapped'
  | { track: number; run: number }
  | { track: number; sound: 'samples' | 'peaks' }

/** Messages between main and the engine's process, over whichever port there is. */
export type ToEngine =
  | { kind: 'call'; id: number; name: string; input: unknown }
  | { kind: 'locate'; id: number; itemId: string; what: Located }
  | { kind: 'close'; id: number }
export type FromEngine =
  | { kind: 'answer'; id: number; answer: AnswerText }
  | { kind: 'event'; name: string; payload: unknown }
  | { kind: 'ready' }

/** URL scheme of evidence bytes: `exhibit-media://item/<item id>/file`, `…/thumbnail`, `…/rewrapped` `…/review/<track>/<run>` or `…/sound/<track>/<samples|peaks>`, with byte ranges. */
export const mediaScheme = 'exhibit-media'
/** URL scheme of the window's own pages: `app://exhibit/index.html`. */
export const appScheme = 'app'

/** Channels between preload and main: calls with their answers, and events. */
export const callChannel = 'exhibit:call'
export const eventChannel = 'exhibit:event'
