// A disk that fills up while evidence is taken in: what was read stays, and the intake goes on from there.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { sha256Of } from '../support/cli.ts'
import { suiteFolder } from '../support/evidence.ts'
import { failingReading } from '../support/failing-reads.ts'
import { goOn, held, take } from '../support/ingest.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const mib = 1 << 20
const folder = suiteFolder()
const made = join(folder, 'first.mp4')
const small = join(folder, 'second.mp4')
beforeAll(async () => {
  const { key } = await makeSigner('VMS')
  // Some ten chunks and checkpoints.
  await writeSealed(made, key, { frames: 260, sampleBytes: 40_000, seed: 'first' })
  await writeSealed(small, key, { frames: 20, seed: 'second' })
})

/** Where the source is read from while it goes on. */
function watched(): { reading: ReturnType<typeof failingReading>; first: () => number } {
  let first = Infinity
  const reading = failingReading({ bad: [], onRead: (offset) => (first = Math.min(first, offset)) })
  return { reading, first: () => first }
}

describe('a disk that fills up', () => {
  it('in the middle of a file: what was copied stays, and it goes on when there is room', async (context) => {
    const disk = join(scratchFolder(), 'disk')
    mkdirSync(disk)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'none', disk]).status !== 0)
      context.skip('only root may mount a small disk')
    onTestFinished(() => void spawnSync('umount', ['-l', disk]))
    const database = await newCase(join(disk, 'case'))
    const source = join(scratchFolder(), 'first.mp4')
    copyFileSync(made, source)
    const ballast = join(disk, 'ballast')
    const onRead = (offset: number): void => {
      if (offset === 4 * mib) writeFileSync(ballast, Buffer.alloc(14 * mib))
    }
    const reading = failingReading({ bad: [], onRead })
    await expect(take(database, [small, source], { reading })).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('kept') as string,
    })
    expect(database.items.list()).toMatchObject([{ name: 'second.mp4' }])
    const kept = database.intakes.openCheckpoints()[0]!.bytes
    expect(kept).toBeGreaterThanOrEqual(3 * mib)
    // Still none: it is told before the source is read.
    await expect(goOn(database)).rejects.toMatchObject({ code: 'disk-full' })
    expect(database.intakes.openCheckpoints()[0]!.bytes).toBe(kept)
    rmSync(ballast)
    const seen = watched()
    await goOn(database, { reading: seen.reading })
    expect(seen.first()).toBe(kept - mib)
    expect(held(database)).toEqual({ originals: [source, small].map(sha256Of).sort(), unfinished: [] })
    expect(existsSync(source)).toBe(true)
  })
})
