// Entry of a thread that copies one file: read, write and hash one piece after the other, while it is in the processor's
// cache, with nothing in between. Handing each piece from thread to thread costs as much again as copying it.
import { readSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#engine/base/assert.ts'
import { errnoOf } from '#engine/base/file-failure.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import { CopyState } from './copy-task.ts'
import type { CopyEnd, CopyTask, FromCopier, SystemError } from './copy-task.ts'

const pieceBytes = 1 << 18
/**
 * What is given to the system at once. It keeps that in memory in one piece, and large free pieces are what a virtual machine
 * gives back to its host: to have them again took several times as long as the copy itself.
 */
const portionBytes = 1 << 16

assert(parentPort !== null, 'this file is the entry of a thread')
const port = parentPort
const { source, destination, size, checkpointBytes, shared } = workerData as CopyTask
const state = new CopyState(shared)
const hash = createSha256()
let bytes = 0
let checkpoints = 0

const send = (message: FromCopier): void => port.postMessage(message)
const copied = () => ({ bytes, sha256: sha256Hex(hash.copy()) })

send({ kind: 'ended', end: copy(), ...copied() })

function copy(): CopyEnd {
  const buffer = Buffer.allocUnsafeSlow(Math.min(pieceBytes, size))
  let saved = 0
  while (bytes < size) {
    if (state.order === 'pause') {
      if (bytes > saved) checkpoint()
      saved = bytes
      state.waitWhile('pause')
    }
    if (state.order === 'stop') return { why: 'stopped' }
    const length = read(buffer)
    // Whoever asked reads it again from here, piece by piece, and says what is wrong.
    if (length === 0) return { why: 'unread' }
    const piece = buffer.subarray(0, length)
    const error = write(piece)
    if (error !== null) return { why: 'unwritten', error }
    hash.update(piece)
    bytes += length
    state.done = bytes
    if (bytes - saved < checkpointBytes || bytes === size) continue
    // One at a time, so that the disk is never far behind.
    state.waitForCheckpoints(checkpoints)
    checkpoint()
    saved = bytes
  }
  return { why: 'whole' }
}

function checkpoint(): void {
  checkpoints += 1
  send({ kind: 'checkpoint', ...copied() })
}

function read(buffer: Buffer): number {
  try {
    return readSync(source, buffer, 0, Math.min(buffer.length, size - bytes), bytes)
  } catch {
    return 0
  }
}

/** What went wrong; null where all of it was written. */
function write(piece: Uint8Array): SystemError | null {
  try {
    for (let done = 0; done < piece.length;)
      done += writeSync(destination, piece, done, Math.min(piece.length - done, portionBytes), bytes + done)
    return null
  } catch (cause) {
    return { message: cause instanceof Error ? cause.message : 'unknown', code: errnoOf(cause) }
  }
}
