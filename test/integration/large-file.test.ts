// A recording of more than 4 GiB: 64-bit sizes and offsets, the same verdicts as for a small one, and memory that stays flat.
// Hashing it is what takes the time: about a minute on two idle cores. Skipped, loudly, where the disk has no room.
import { spawn } from 'node:child_process'
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { macSecondsFromFiletime } from '#engine/base/time.ts'
import { appendSeal } from '#engine/exportfile/append-seal.ts'
import { writeMoovBox, writeFtypOf } from '#engine/isobmff/movie-writer.ts'
import { mediaTicks, presentedTicks, writeTrak } from '#engine/isobmff/output-track.ts'
import { writeSampleTables } from '#engine/isobmff/sample-table-writer.ts'
import { main, node, workstation } from '../support/cli.ts'
import { Custody, Ingest, Inspect, Verify } from '../support/cli-contract.ts'
import { exportedAt, madeTracks, makeSigner, sealRequest, timeOf } from '../support/made-export.ts'

const gib = 2 ** 30
const mediaBytes = 4.25 * gib
const roomNeeded = 12 * gib
const mostMemoryMib = 300

const folder = mkdtempSync(join(tmpdir(), 'exhibit-large-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const { bavail, bsize } = statfsSync(folder)
const hasRoom = bavail * bsize >= roomNeeded
if (!hasRoom)
  console.warn(
    `SKIPPED: large files: ${Math.floor((bavail * bsize) / gib)} GiB are free in ${folder}, 12 are needed.`,
  )

const sealed = join(folder, 'sealed.mp4')
const root = join(folder, 'case')

/** `ftyp`, `mdat` with a 64-bit size and nothing in the middle, `moov` behind it with `co64`. */
function writeUnsealed(path: string): void {
  const {
    tracks: [track],
    samples: [samples],
  } = madeTracks({ withMetadata: false, frames: 50 })
  const options = { creationTime: macSecondsFromFiletime(timeOf(exportedAt)) }
  const ftyp = writeFtypOf([track!], options)
  const media = ftyp.length + 16
  const header = Buffer.alloc(16)
  header.writeUInt32BE(1)
  header.write('mdat', 4, 'latin1')
  header.writeBigUInt64BE(BigInt(16 + mediaBytes), 8)
  const [first, second] = [samples!.slice(0, 25), samples!.slice(25)].map((list) => Buffer.concat(list)) as [
    Buffer,
    Buffer,
  ]
  const chunks = [
    { track: 0, firstSample: 0, count: 25, size: first.length, at: 0 },
    { track: 0, firstSample: 25, count: 25, size: second.length, at: mediaBytes - second.length },
  ]
  const trak = writeTrak(track!, writeSampleTables(track!, chunks, media, true), {
    ...options,
    presented: presentedTicks(track!, 1_000),
    media: mediaTicks(track!.samples),
  })
  const moov = writeMoovBox([track!], [trak], options, 2_000n)
  const file = openSync(path, 'w')
  writeSync(file, Buffer.concat([ftyp, header, first]))
  writeSync(file, second, 0, second.length, media + mediaBytes - second.length)
  writeSync(file, moov, 0, moov.length, media + mediaBytes)
  ftruncateSync(file, media + mediaBytes + moov.length)
  closeSync(file)
}

/** Writes the most memory that the process ever held, in KiB, where RSS says. */
const preload = join(folder, 'rss.mjs')
const watcher = `import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(process.env.RSS, String(process.resourceUsage().maxRSS)))`

async function measured(
  ...args: string[]
): Promise<{ code: number | null; document: unknown; mib: number; seconds: number }> {
  const rss = join(folder, 'rss')
  // The samples are no pictures: ffmpeg would look for some in vain.
  const env = { ...process.env, EXHIBIT_DATA: workstation, RSS: rss, FFMPEG_BIN: '/nonexistent/ffmpeg' }
  const begun = performance.now()
  const child = spawn(node, ['--import', pathToFileURL(preload).href, main, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const [mib, seconds] = [Number(readFileSync(rss, 'utf8')) / 1024, (performance.now() - begun) / 1000]
  console.info(`4.25 GiB, ${args[0] ?? ''}: ${seconds.toFixed(0)} s, ${mib.toFixed(0)} MiB`)
  return { code, document: JSON.parse(stdout), mib, seconds }
}

describe.skipIf(!hasRoom)('a file of more than 4 GiB', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    writeFileSync(preload, watcher)
    const unsealed = join(folder, 'unsealed.mp4')
    writeUnsealed(unsealed)
    const { key } = await makeSigner('VMS')
    const source = await openFileSource(unsealed)
    const request = sealRequest(key)
    // The request describes two tracks, this file has one.
    request.statement.suep.entries.pop()
    await appendSeal(source, sealed, request, unwatched)
    await source.close()
    rmSync(unsealed)
  }, 600_000)

  it('is inspected in little memory', async () => {
    const { code, document, mib } = await measured('inspect', sealed)
    expect(code).toBe(0)
    expect(mib).toBeLessThan(mostMemoryMib)
    const { tracks, size, levels, issues } = Inspect.parse(document)
    expect(size).toBe(statSync(sealed).size)
    expect(size).toBeGreaterThan(mediaBytes)
    expect(tracks).toMatchObject([
      { id: 1, kind: 'video', samples: 50, startTime: '2026-05-01T21:59:58.500Z' },
    ])
    expect([levels['0V'], issues]).toEqual([true, []])
  })

  it('is verified in little memory', async () => {
    const { code, document, mib } = await measured('verify', sealed)
    expect(code).toBe(0)
    expect(mib).toBeLessThan(mostMemoryMib)
    expect(Verify.parse(document).files).toMatchObject([
      { verdict: 'sealed', unsealedBytes: 0, seals: [{ status: 'intact', deviations: [] }] },
    ])
  })

  it('is ingested in little memory, and is whole in the vault', async () => {
    const { code, document, mib } = await measured('ingest', '--case', root, sealed)
    expect(code).toBe(0)
    expect(mib).toBeLessThan(mostMemoryMib)
    const [item] = Ingest.parse(document).items
    expect(item).toMatchObject({
      status: 'ingested',
      verdict: 'sealed',
      levels: ['0V'],
      size: statSync(sealed).size,
    })
    const { sha256 } = item!
    expect(statSync(join(root, 'vault', sha256!.slice(0, 2), sha256!)).size).toBe(statSync(sealed).size)
    expect(Custody.parse((await measured('custody', '--case', root)).document).valid).toBe(true)
  })

  it('one bit changed beyond 4 GiB breaks the seal', async () => {
    const file = openSync(sealed, 'r+')
    writeSync(file, Buffer.from([1]), 0, 1, 4.125 * gib)
    closeSync(file)
    const { code, document } = await measured('verify', sealed)
    expect([code, Verify.parse(document).files[0]?.verdict]).toEqual([1, 'broken'])
  })
})
