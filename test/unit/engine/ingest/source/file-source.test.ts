// Files on media that fail: exactly the sectors that are lost are given up, a medium that is gone is not taken for a damaged
// one, and nothing of a source is touched.
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Sha256 } from '#contract/units.ts'
import { fileRef, fileSource, usualReading } from '#engine/ingest/source/file-source.ts'
import type { FileReading } from '#engine/ingest/source/file-source.ts'
import { whereabouts } from '#engine/ingest/source/medium.ts'
import { utcOf } from '#engine/ingest/source/place.ts'
import { failingReading, systemError } from '#test/support/failing-reads.ts'
import { bytesFrom } from '#test/support/made-export.ts'
import { failureOf, temporaryFolder } from '#test/support/store.ts'

const { signal } = new AbortController()
const any = '0'.repeat(64) as Sha256

type Taken = { bytes: Buffer; holes: [number, number][]; start: number }

function made(size: number): { path: string; content: Buffer } {
  const path = join(temporaryFolder(), 'a.mp4')
  const content = Buffer.from(bytesFrom('file source', size))
  writeFileSync(path, content)
  return { path, content }
}

const found = (path: string, reading?: FileReading): ReturnType<typeof fileSource> =>
  fileSource(
    { shown: path, relativePath: 'a.mp4', ref: fileRef(path, lstatSync(path, { bigint: true })) },
    reading,
  )

async function take(file: ReturnType<typeof fileSource>, from = 0): Promise<Taken> {
  const opened = await file.open({ from, signal })
  const parts: Buffer[] = []
  const holes: [number, number][] = []
  let at = opened.start
  try {
    for await (const chunk of opened.stream()) {
      const length = chunk instanceof Uint8Array ? chunk.length : chunk.unreadable
      parts.push(chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(length))
      if (!(chunk instanceof Uint8Array)) holes.push([at, at + length])
      at += length
    }
    await opened.confirm(any)
  } finally {
    await opened.close()
  }
  return { bytes: Buffer.concat(parts), holes, start: opened.start }
}

describe('reading', () => {
  it.each([0, 1, 512, 1 << 20, (1 << 20) + 1, 3_500_000])(
    '%d bytes, whole and from the middle',
    async (size) => {
      const { path, content } = made(size)
      const whole = await take(found(path))
      expect([whole.bytes.equals(content), whole.holes]).toEqual([true, []])
      const from = size >> 1
      const rest = await take(found(path), from)
      expect([rest.start, rest.bytes.equals(content.subarray(from))]).toEqual([from, true])
    },
  )

  it('leaves no trace: not even the time of the last reading, where the system lets us', async () => {
    const { path } = made(5_000)
    utimesSync(path, new Date('2020-01-01T00:00:00Z'), new Date('2020-01-01T00:00:00Z'))
    const before = lstatSync(path, { bigint: true })
    await take(found(path))
    expect(lstatSync(path, { bigint: true })).toEqual(before)
  })

  it('knows what the file system says of the original', async () => {
    const { path } = made(10)
    const opened = await found(path).open({ from: 0, signal })
    const { mtimeNs, mode } = lstatSync(path, { bigint: true })
    expect(opened.original).toMatchObject({
      modified: utcOf(mtimeNs),
      mode: `0${(mode & 0o7777n).toString(8)}`,
    })
    await opened.close()
  })
})

describe('times', () => {
  it.each([
    [0n, '1970-01-01T00:00:00.000Z'],
    [1_777_672_798_500_000_000n, '2026-05-01T21:59:58.500Z'],
    [1_777_672_798_500_000_100n, '2026-05-01T21:59:58.5000001Z'],
    [-1n, '1969-12-31T23:59:59.999999999Z'],
    [10n ** 24n, null],
  ])('%d ns', (nanoseconds, text) => {
    expect(utcOf(nanoseconds)).toBe(text)
  })
})

describe('a medium with unreadable places', () => {
  const size = 2_500_000
  it.each<[string, [number, number][], [number, number][]]>([
    ['one sector', [[1_024, 1_536]], [[1_024, 1_536]]],
    ['one byte takes its sector with it', [[700_001, 700_002]], [[699_904, 700_416]]],
    ['the beginning', [[0, 100]], [[0, 512]]],
    ['the end', [[size - 1, size]], [[size - (size % 512), size]]],
    [
      'several places',
      [
        [5_000, 5_001],
        [6_000, 7_000],
        [2_000_000, 2_000_001],
      ],
      [
        [4_608, 5_120],
        [5_632, 7_168],
        [1_999_872, 2_000_384],
      ],
    ],
    [
      'over the border of two chunks',
      [[(1 << 20) - 10, (1 << 20) + 10]],
      [[(1 << 20) - 512, (1 << 20) + 512]],
    ],
  ])('%s: exactly those are given up', async (_, bad, expected) => {
    const { path, content } = made(size)
    const { bytes, holes } = await take(found(path, failingReading({ bad })))
    expect(joined(holes)).toEqual(expected)
    const wanted = Buffer.from(content)
    for (const [start, end] of expected) wanted.fill(0, start, end)
    expect(bytes.equals(wanted)).toBe(true)
  })

  it('that can be read at the second try loses nothing', async () => {
    const { path, content } = made(size)
    const { bytes, holes } = await take(found(path, failingReading({ bad: [[5_000, 6_000]], times: 1 })))
    expect([bytes.equals(content), holes]).toEqual([true, []])
  })

  it('other failures are none of damage', async () => {
    const { path } = made(size)
    const reading = failingReading({ bad: [[5_000, 6_000]], errno: 'EACCES' })
    expect(await failureOf(() => take(found(path, reading)))).toBe('file-unreadable')
  })

  it('is not read on when it is cancelled', async () => {
    const { path } = made(size)
    const controller = new AbortController()
    const reading = failingReading({ bad: [[0, size]], onRead: () => controller.abort() })
    const opened = await found(path, reading).open({ from: 0, signal: controller.signal })
    await expect(
      (async () => {
        for await (const chunk of opened.stream()) expect(chunk).toBeDefined()
      })(),
    ).rejects.toThrow(/abort/i)
    await opened.close()
  })
})

describe('a source that is gone', () => {
  it.each(['ENODEV', 'ENXIO', 'ESTALE', 'ENOENT', 'ENOTCONN'])('%s is not damage', async (errno) => {
    const { path } = made(100_000)
    const reading = failingReading({ bad: [[0, 1]], errno })
    expect(await failureOf(() => take(found(path, reading)))).toBe('source-gone')
  })

  it('that fails like a damaged one, but whose medium is gone, is gone', async () => {
    const { path } = made(100_000)
    const reading: FileReading = {
      ...failingReading({ bad: [[0, 100_000]] }),
      whereabouts: () => Promise.resolve('gone'),
    }
    expect(await failureOf(() => take(found(path, reading)))).toBe('source-gone')
  })

  it('is not gone with the number that it had when it was listed: connected anew it may have another', async () => {
    const { path } = made(5_000)
    const stat = lstatSync(path, { bigint: true })
    const ref = { ...fileRef(path, stat), identity: `${stat.dev + 0x100000n}:${stat.ino}` }
    const reading: FileReading = {
      ...failingReading({ bad: [[600, 601]] }),
      whereabouts: (_, device) => Promise.resolve(device === stat.dev ? 'there' : 'gone'),
    }
    const { holes } = await take(fileSource({ shown: path, relativePath: 'a.mp4', ref }, reading))
    expect(joined(holes)).toEqual([[512, 1_024]])
  })

  it('with its folder, and one that vanished alone', async () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'stick'))
    const path = join(root, 'stick', 'a.mp4')
    writeFileSync(path, 'bytes')
    const file = found(path)
    rmSync(path)
    expect(await failureOf(() => take(file))).toBe('source-changed')
    rmSync(join(root, 'stick'), { recursive: true })
    expect(await failureOf(() => take(file))).toBe('source-gone')
  })

  it('an empty mount point is not the medium', async () => {
    const root = temporaryFolder()
    const { dev } = lstatSync(root, { bigint: true })
    expect(await whereabouts(join(root, 'a.mp4'), dev)).toBe('vanished')
    // Another file system, also without a device of its own.
    expect(await whereabouts(join(root, 'a.mp4'), dev + 0x100000n)).toBe('gone')
    expect(await whereabouts(root, dev)).toBe('there')
  })
})

describe('a source that is not what was listed', () => {
  it.each<[string, (path: string) => void]>([
    ['grew', (path) => appendFileSync(path, 'x')],
    ['was touched', (path) => utimesSync(path, new Date(), new Date('2026-06-01T00:00:00Z'))],
    [
      'became a link',
      (path) => {
        renameSync(path, `${path}.old`)
        symlinkSync(`${path}.old`, path)
      },
    ],
    [
      'became a pipe',
      (path) => {
        rmSync(path)
        spawnSync('mkfifo', [path])
      },
    ],
  ])('%s before it was opened', async (_, change) => {
    const { path } = made(1_000)
    const file = found(path)
    change(path)
    expect(await failureOf(() => take(file))).toBe('source-changed')
  })

  it('becomes shorter while it is read', async () => {
    const { path } = made(100_000)
    const short: FileReading = { ...usualReading, reader: () => () => Promise.resolve(0) }
    expect(await failureOf(() => take(found(path, short)))).toBe('source-changed')
  })

  it('cannot be opened at all', async () => {
    const { path, content } = made(1_000)
    expect(readFileSync(path).equals(content)).toBe(true)
    expect(systemError('EIO')).toMatchObject({ code: 'EIO' })
    const reading: FileReading = {
      ...usualReading,
      reader: () => () => Promise.reject(systemError('EPERM')),
    }
    expect(await failureOf(() => take(found(path, reading)))).toBe('file-unreadable')
  })
})

/** Neighbours are one place, wherever the chunks end. */
function joined(holes: [number, number][]): [number, number][] {
  const all: [number, number][] = []
  for (const [start, end] of holes) {
    const last = all.at(-1)
    if (last?.[1] === start) last[1] = end
    else all.push([start, end])
  }
  return all
}
