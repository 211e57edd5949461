// How loud the sound of the shown item is over time, for the timeline: asked for once, decoded by the engine beside everything.
import type { ItemId } from '#contract/units.ts'
import type { Track } from '#contract/track.ts'
import { mediaUrl, startJob } from '../client/client.ts'
import { jobs } from './jobs.svelte.ts'

export type Peaks = {
  /** 0 silence, 255 as loud as can be. */
  values: Uint8Array
  perSecond: number
  /** Seconds of the pictures' timeline at which the first value begins. */
  from: number
  /** Seconds of the pictures' timeline of which nothing is known, since bytes of the sound are missing. */
  missing: readonly { from: number; to: number }[]
}

export class SoundPeaks {
  peaks = $state.raw<Peaks | null>(null)
  state = $state<'none' | 'loading' | 'ready' | 'failed' | 'veiled'>('none')
  /** Why it is not known, where that is known. */
  error = $state.raw<unknown>(null)
  #work = new AbortController()

  /** Of another item, or of none; of a veiled one nothing is asked for. `from`: seconds of the pictures' timeline at which that of the sound begins. */
  async show(
    itemId: ItemId | null,
    audio: Track | null,
    from: number | null,
    { veiled = false } = {},
  ): Promise<void> {
    this.#work.abort()
    const work = new AbortController()
    this.#work = work
    this.peaks = null
    const isThere = itemId !== null && audio !== null && from !== null
    this.error = null
    this.state = !isThere ? 'none' : veiled ? 'veiled' : 'loading'
    if (!isThere || veiled) return
    try {
      const found = await load(itemId, audio, work.signal)
      if (work.signal.aborted) return
      this.peaks = found && {
        ...found,
        from,
        missing: found.missing.map((stretch) => ({ from: stretch.from + from, to: stretch.to + from })),
      }
      this.state = found ? 'ready' : 'failed'
    } catch (error) {
      // The lane says that it is not known how loud it is, and why; whether it can be heard, the player says.
      if (work.signal.aborted) return
      this.error = error
      this.state = 'failed'
    }
  }
}

async function load(itemId: ItemId, audio: Track, signal: AbortSignal): Promise<Omit<Peaks, 'from'> | null> {
  const { jobId, ended } = await startJob('sound.open', { itemId, trackId: audio.id, samples: false })
  jobs.watched.add(jobId)
  const result = await ended
  if (!result) return null
  const response = await fetch(mediaUrl(itemId, { track: audio.id, sound: 'peaks' }), { signal })
  if (!response.ok) throw new Error(`What was measured could not be read (${response.status}).`)
  const values = new Uint8Array(await response.arrayBuffer())
  return { values, perSecond: result.peaksPerSecond, missing: result.missing }
}
