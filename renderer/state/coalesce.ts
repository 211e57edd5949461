// Many tellings, few loads: while evidence comes in, the engine tells of every item, and a list of thousands is not asked for
// again each time. What is told last is never missed.

/**
 * Gives a function that runs `load` at once when it has rested, and else once more as soon as it has. Never two at a time.
 * `restMs` after the end of one the next may begin.
 */
export function coalesce(load: () => Promise<void>, restMs: number): () => void {
  let busy = false
  let asked = false

  async function run(): Promise<void> {
    busy = true
    asked = false
    try {
      await load()
    } finally {
      setTimeout(() => {
        busy = false
        if (asked) void run()
      }, restMs)
    }
  }

  return () => {
    asked = true
    if (!busy) void run()
  }
}
