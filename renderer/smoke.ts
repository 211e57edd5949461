// `#smoke`: opens the demo case and its first sealed item, plays two seconds, and says in the title how it went.
// For the packaged application, which has no other way to tell that video plays in it.
import { openCase } from './state/case.svelte.ts'
import { playhead } from './state/playhead.svelte.ts'
import { view } from './state/view.svelte.ts'

const readyWithinMs = 30_000
const playMs = 2_000

export async function runSmoke(): Promise<void> {
  try {
    if (!(await openCase.openDemo())) throw new Error('the demo case was cancelled')
    const sealed = openCase.items.find(({ intact }) => intact === 'intact')
    if (!sealed) throw new Error('the demo case holds no sealed item')
    view.go({ screen: 'review', itemId: sealed.id })
    await until(() => playhead.detail?.summary.id === sealed.id && playhead.status !== 'loading')
    if (playhead.status !== 'ready') throw new Error(`the player is ${playhead.status}`)
    const first = playhead.current
    playhead.play()
    await sleep(playMs)
    playhead.pause()
    if (playhead.current <= first) throw new Error('the picture did not move')
    document.title = 'smoke: ready'
  } catch (error) {
    document.title = `smoke: failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + readyWithinMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not ready after ${readyWithinMs / 1000} s`)
    await sleep(50)
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
