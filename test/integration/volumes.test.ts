// A volume that comes and goes: an image mounted by the kernel itself, and a list in place of the system's in an engine.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Volume } from '#contract/volume.ts'
import { createEngine } from '#engine/engine.ts'
import { readMadeVolumes } from '#engine/made-volumes.ts'
import { listVolumes, volumeOf } from '#engine/ingest/source/volumes.ts'

const folder = mkdtempSync(join(tmpdir(), 'exhibit-volumes-'))
const image = join(folder, 'stick.img')
const place = join(folder, 'a stick')
afterAll(() => rmSync(folder, { recursive: true }))

/** Whether this account may mount here at all; containers often may not. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  writeFileSync(image, '')
  truncateSync(image, 4_000_000)
  mkdirSync(place)
  if (spawnSync('mkfs.ext4', ['-q', '-L', 'EXPORT', image]).status !== 0) return false
  if (spawnSync('mount', ['-o', 'loop', image, place]).status !== 0) return false
  return spawnSync('umount', [place]).status === 0
}
const mounts = canMount()
if (!mounts) console.warn('SKIPPED: mounting an image needs Linux, root and a loop device.')

describe.skipIf(!mounts)('a mounted image', () => {
  const mount = (options: string): void => void execFileSync('mount', ['-o', `loop,${options}`, image, place])
  const unmount = (): void => void spawnSync('umount', [place])
  const find = async (): Promise<Volume | undefined> =>
    (await listVolumes()).find(({ mountPoint }) => mountPoint === place)
  afterEach(unmount)

  it('appears and goes, and is told for what it is', async () => {
    expect(await find()).toBeUndefined()
    mount('rw')
    writeFileSync(join(place, 'a.mp4'), 'a')
    const volume = await find()
    expect(volume).toMatchObject({ kind: 'image', fileSystem: 'ext4', writable: true, size: 3_999_744 })
    expect(volume?.device).toMatch(/^\/dev\/loop\d+$/)
    expect(volume?.free).toBeGreaterThan(0)
    expect((await volumeOf(join(place, 'a.mp4')))?.mountPoint).toBe(place)
    unmount()
    expect(await find()).toBeUndefined()
    expect((await volumeOf(join(place, 'a.mp4')))?.mountPoint).not.toBe(place)
  })

  it('says that it cannot be written to', async () => {
    mount('ro')
    expect(await find()).toMatchObject({ writable: false })
    unmount()
    mount('rw')
    execFileSync('mount', ['-o', 'remount,ro', place])
    expect(await find()).toMatchObject({ writable: false })
  })

  it('is told to whoever watches, as it comes and as it goes', async () => {
    const told: boolean[] = []
    const engine = await createEngine({
      dataFolder: join(folder, 'data'),
      resourcesFolder: folder,
      runtime: 'cli',
      emit: (name, payload) => {
        if (name === 'volumes.changed' && 'volumes' in payload)
          told.push(payload.volumes.some(({ mountPoint }) => mountPoint === place))
      },
    })
    const before = await engine.handlers['volumes.watch']({ on: true })
    expect(before.some(({ mountPoint }) => mountPoint === place)).toBe(false)
    mount('ro')
    await vi.waitFor(() => expect(told).toContain(true), { timeout: 20_000 })
    unmount()
    await vi.waitFor(() => expect(told.at(-1)).toBe(false), { timeout: 20_000 })
    await engine.close()
  })
})

describe('the calls', () => {
  let volumes: Volume[] = []
  const stick: Volume = {
    ...{ id: 'x', kind: 'usb', mountPoint: '/media/x', device: '/dev/sdx1', label: 'X', fileSystem: 'exfat' },
    ...{ uuid: '', size: 9, free: null, writable: false, removable: true, maker: '', model: '', serial: '' },
  }
  beforeAll(() => writeFileSync(join(folder, 'volumes.json'), JSON.stringify([stick])))

  it('list and watch what an engine is given in place of the system', async () => {
    const list = vi.fn(() => Promise.resolve(volumes))
    const told: unknown[] = []
    const engine = await createEngine({
      dataFolder: join(folder, 'data'),
      resourcesFolder: folder,
      runtime: 'cli',
      emit: (name, payload) => told.push([name, payload]),
      listVolumes: list,
    })
    expect(await engine.handlers['volumes.list']({})).toEqual([])
    expect(await engine.handlers['volumes.watch']({ on: true })).toEqual([])
    volumes = [stick]
    await vi.waitFor(() => expect(told).toEqual([['volumes.changed', { volumes: [stick] }]]), {
      timeout: 20_000,
    })
    expect(await engine.handlers['volumes.watch']({ on: false })).toEqual([stick])
    await engine.close()
  })

  it('come out of a file for tests of the window; without one nothing is plugged in', async () => {
    expect(await readMadeVolumes(join(folder, 'volumes.json'))).toEqual([stick])
    expect(await readMadeVolumes(join(folder, 'none.json'))).toEqual([])
    writeFileSync(join(folder, 'bad.json'), '[{}]')
    await expect(readMadeVolumes(join(folder, 'bad.json'))).rejects.toThrow()
  })
})

it('the system answers', async () => {
  expect(Array.isArray(await listVolumes())).toBe(true)
})
