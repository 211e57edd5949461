// The line from the engine's process to its parent: the port of Electron's utility process, or the channel of
// Node's fork where another Node runs the engine. Both behind two functions.
import type { FromEngine, ToEngine } from '#contract/bridge.ts'

export type ParentPort = {
  /** Throws where the message cannot be cloned; a parent that has gone is not an error here. */
  send(message: FromEngine): void
  /** `onGone` is called once the parent has ended or hung up. */
  listen(onMessage: (message: ToEngine) => void, onGone: () => void): void
}

/** What Electron adds to `process` in a utility process; its types are not seen in the engine. */
type UtilityPort = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

export function openParentPort(): ParentPort {
  const utility = (process as { parentPort?: UtilityPort }).parentPort
  if (utility) return utilityPort(utility)
  if (process.send) return forkChannel()
  throw new Error('The engine is started by Exhibit’s main process, not by hand.')
}

function utilityPort(port: UtilityPort): ParentPort {
  return {
    send: (message) => port.postMessage(message),
    // A utility process is ended by the system as soon as its parent is gone: there is nothing to listen to.
    listen: (onMessage) => port.on('message', ({ data }) => onMessage(data as ToEngine)),
  }
}

function forkChannel(): ParentPort {
  return {
    // With a callback, a channel that closed meanwhile is reported to it instead of being thrown.
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    listen: (onMessage, onGone) => {
      process.on('message', (message) => onMessage(message as ToEngine))
      process.once('disconnect', onGone)
    },
  }
}
