// Looks again and again which volumes are there, and tells of changes. A list that fails is no volume gone.
import type { Volume } from '#contract/volume.ts'
import type { ListVolumes } from './volumes.ts'

export type VolumeWatch = { list: ListVolumes; every: number; onFailure: (error: unknown) => void }

/** Stops telling at once; what is being asked of the system meanwhile ends unheard. */
export function watchVolumes(
  onChange: (volumes: Volume[]) => void,
  known: readonly Volume[],
  { list, every, onFailure }: VolumeWatch,
): () => void {
  let last = keyOf(known)
  let isStopped = false
  let timer: NodeJS.Timeout
  const look = async (): Promise<void> => {
    try {
      const volumes = await list()
      const key = keyOf(volumes)
      if (!isStopped && key !== last) {
        last = key
        onChange(volumes)
      }
    } catch (error) {
      if (!isStopped) onFailure(error)
    }
    // Only then the next: a slow system is not asked twice at a time.
    if (!isStopped) again()
  }
  const again = (): void => {
    timer = setTimeout(() => void look(), every)
    timer.unref()
  }
  again()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}

/** Free space changes all the time; that is no volume that came or went. */
const keyOf = (volumes: readonly Volume[]): string =>
  JSON.stringify(volumes.map(({ free: _, ...rest }) => rest))

/** One watch that is switched on and off, as the window asks for it. */
export class VolumeWatcher {
  readonly list: ListVolumes
  readonly #onChange: (volumes: Volume[]) => void
  readonly #every: number
  #stop: (() => void) | null = null
  #turns = 0

  constructor(list: ListVolumes, onChange: (volumes: Volume[]) => void, every: number) {
    this.list = list
    this.#onChange = onChange
    this.#every = every
  }

  /** Gives what is there now; of every change after that `onChange` is told while it is on. */
  async turn(on: boolean): Promise<Volume[]> {
    this.stop()
    const turn = this.#turns
    const volumes = await this.list()
    // Stopped, or switched on anew, meanwhile.
    if (!on || turn !== this.#turns) return volumes
    let lastFailure = ''
    this.#stop = watchVolumes(this.#onChange, volumes, {
      list: this.list,
      every: this.#every,
      onFailure: (error) => {
        if (lastFailure !== String(error)) process.stderr.write(`listing volumes failed: ${String(error)}\n`)
        lastFailure = String(error)
      },
    })
    return volumes
  }

  stop(): void {
    this.#turns += 1
    this.#stop?.()
    this.#stop = null
  }
}
