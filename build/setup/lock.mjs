// One at a time in a checkout, for set-up and for bundling. A second one waits; the lock of a dead one is taken over.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { at } from '../paths.mjs'
import { onChild, SetupError } from './run.mjs'

const LONGEST_WAIT_MS = 30 * 60_000
// A lock file is empty for a moment while it is written. Empty for longer: its writer died just then.
const LONGEST_EMPTY_MS = 10_000

export async function withLock(name, work) {
  const file = at('.cache', `${name}.lock`)
  await acquire(file, name)
  // A child may outlive a set-up that is killed, npm in the middle of node_modules say: it holds the lock too.
  onChild((child) => writeFileSync(file, describe(child?.pid)))
  try {
    return await work()
  } finally {
    onChild(() => {})
    rmSync(file, { force: true })
  }
}

const describe = (childPid) => JSON.stringify([process.pid, ...(childPid ? [childPid] : [])])

async function acquire(file, name) {
  mkdirSync(at('.cache'), { recursive: true })
  const started = Date.now()
  for (let waited = false; ; waited = true) {
    try {
      return writeFileSync(file, describe(), { flag: 'wx' })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = read(file)
    if (holder && !isAlive(holder)) takeAway(file, holder)
    else if (Date.now() - started > LONGEST_WAIT_MS) {
      throw new SetupError(`another process has held ${file} for 30 minutes; remove it if none is running`)
    } else {
      if (!waited) process.stderr.write(`${name}: waiting for another one in this checkout\n`)
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
}

/** The text of a lock and when it was last written, or null if it is gone. */
function read(lock) {
  try {
    return { text: readFileSync(lock, 'utf8'), written: statSync(lock).mtimeMs }
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

function isAlive({ text, written }) {
  if (!text.endsWith(']')) return Date.now() - written < LONGEST_EMPTY_MS
  // Process numbers start again with the machine.
  if (written < Date.now() - os.uptime() * 1000) return false
  return JSON.parse(text).some((pid) => {
    try {
      return process.kill(pid, 0)
    } catch (error) {
      return error.code === 'EPERM'
    }
  })
}

/** Removes a dead lock. Only one of several waiters can do the rename. */
function takeAway(file, holder) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    // Between reading and renaming somebody else may have taken over: then the lock goes back to its owner.
    if (read(aside)?.text !== holder.text) linkSync(aside, file)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(error.code)) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}
