// Small files that are there whole or not at all, also after a power cut.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileFailure } from '#engine/base/file-failure.ts'

/** Makes a file that is there already durable. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Makes new names in a folder durable. Windows does so by itself and refuses to open folders. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Replaces `file` in one step, and makes its folder where needed. `mode`: its permission bits. Fails with `disk-full` or `destination-unwritable`; then the old file still stands. */
export function writeDurably(
  file: string,
  content: string | Uint8Array,
  options: { mode?: number } = {},
): void {
  const scratch = `${file}.${process.pid}.new`
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(scratch, content, { flush: true, ...options })
    renameSync(scratch, file)
    syncFolder(path.dirname(file))
  } catch (cause) {
    discard(scratch)
    throw fileFailure(cause, file, 'What stood there before still does.')
  }
}

function discard(scratch: string): void {
  try {
    rmSync(scratch, { force: true })
  } catch {
    // The first failure is the one to tell.
  }
}
