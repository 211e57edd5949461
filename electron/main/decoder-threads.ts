// How many threads decode one video. Chromium takes no more than there are processors; with two, each waits for the other's
// rows much of the time, and each picture on the way of a seek takes half as long again as with four.
import { availableParallelism } from 'node:os'
import type { App } from 'electron'

const name = 'video-threads'
const onFewProcessors = 4

/** Before the application is ready. With as many processors or more, Chromium's own choice goes by the size of the picture. */
export function setDecoderThreads(
  { commandLine }: Pick<App, 'commandLine'>,
  processors = availableParallelism(),
): void {
  if (processors >= onFewProcessors || commandLine.hasSwitch(name)) return
  commandLine.appendSwitch(name, String(onFewProcessors))
}
