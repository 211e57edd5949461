// Work on one item at a time: who comes second waits for the first, can be cancelled while waiting, and all of it can be
// ended from outside.
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId } from '#contract/units.ts'
import type { Work } from './base/progress.ts'

type Turn = { controller: AbortController; ended: Promise<unknown> }

export class Turns {
  /** Of each item, in the order in which they came. */
  readonly #turns = new Map<ItemId, Turn[]>()

  /**
   * Does `act` once all that came before it has ended, whichever way. Throws the reason of the work's signal as soon as that is
   * aborted while it waits, and fails with `cancelled` where `stop` ends it.
   */
  async take<T>(itemId: ItemId, work: Work, act: (work: Work) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    const signal = AbortSignal.any([work.signal, controller.signal])
    const { promise: ended, resolve: end } = Promise.withResolvers<undefined>()
    const queue = this.#turns.get(itemId) ?? []
    const before = queue.map((turn) => turn.ended)
    const mine = { controller, ended }
    this.#turns.set(itemId, [...queue, mine])
    try {
      await untilAborted(Promise.all(before), signal)
      return await act({ ...work, signal })
    } finally {
      const left = (this.#turns.get(itemId) ?? []).filter((turn) => turn !== mine)
      if (left.length > 0) this.#turns.set(itemId, left)
      else this.#turns.delete(itemId)
      end(undefined)
    }
  }

  /** Returns when all of it has ended; `null`: of all items. */
  async stop(itemId: ItemId | null): Promise<void> {
    const turns = [...this.#turns].flatMap(([id, queue]) => (itemId === null || id === itemId ? queue : []))
    for (const { controller } of turns) controller.abort(stopped())
    await Promise.all(turns.map(({ ended }) => ended))
  }
}

const stopped = (): EvidenceError =>
  new EvidenceError(
    'cancelled',
    'What the video is laid out in was deleted meanwhile. Nothing was made of it; ask once more.',
  )

async function untilAborted(waiting: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>()
  const stop = (): void => resolve(undefined)
  signal.addEventListener('abort', stop, { once: true })
  try {
    await Promise.race([waiting, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
  signal.throwIfAborted()
}
