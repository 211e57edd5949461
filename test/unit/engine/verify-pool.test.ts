// Many files at once, in threads: the same answers as one by one, and what happens when a thread dies or does not stop.
import { closeSync, copyFileSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Verification } from '#contract/seal.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Progress, Work } from '#engine/base/progress.ts'
import { loadTrust } from '#engine/seal/trust-anchors.ts'
import { threadsFor, verifyFiles } from '#engine/verify-pool.ts'
import type { SizedFile, VerifyOutcome } from '#engine/verify-pool.ts'
import { VerifyThread } from '#engine/verify-thread.ts'
import { makeEvidence, suiteFolder, writeKeyFiles } from '../../support/evidence.ts'
import type { Evidence } from '../../support/evidence.ts'
import { verifyPath } from '../../support/verify.ts'

const folder = suiteFolder()
const nobody = { anchors: [], at: null }
let evidence: Evidence
let rootPath: string
beforeAll(async () => {
  evidence = await makeEvidence(folder)
  rootPath = writeKeyFiles(folder, 'vms', evidence.vms).root
})

const given = (path: string, size = 1): SizedFile => ({ path, shownPath: path, size })

async function outcomes(
  files: readonly SizedFile[],
  threads: number,
  trust: Parameters<typeof verifyFiles>[1]['trust'] = nobody,
  work: Work = unwatched,
): Promise<VerifyOutcome[]> {
  const found = new Array<VerifyOutcome>(files.length)
  await verifyFiles(files, { trust, threads }, work, (index, outcome) => (found[index] = outcome))
  return found
}

const verified = (outcome: VerifyOutcome | undefined): Omit<Verification, 'verifiedAt'> => {
  if (outcome?.ok !== true) throw outcome?.error ?? new Error('no outcome')
  const { verifiedAt: _, ...rest } = outcome.verification
  return rest
}

/** Long to read and nothing on the disk: `ftyp` and a `free` box of zeros. */
function writeLarge(path: string, gib: number): SizedFile {
  const file = openSync(path, 'w')
  const head = Buffer.alloc(32)
  head.write('000000106674797069736f6d00000000' + '0000000166726565', 'hex')
  head.writeBigUInt64BE(BigInt(gib * 2 ** 30 - 16), 24)
  writeSync(file, head)
  ftruncateSync(file, gib * 2 ** 30)
  closeSync(file)
  return given(path, gib * 2 ** 30)
}

describe.each([0, 1, 3])('with %i threads', (threads) => {
  it('each file has the verdict it has alone, at its own place', async () => {
    const { sealed, twice, unsealed, broken, text } = evidence
    const paths = [sealed, twice, unsealed, broken, text, sealed]
    const trust = { ...(await loadTrust([rootPath])), at: new Date('2035-01-01T00:00:00Z') }
    const found = await outcomes(
      paths.map((path, at) => given(path, 100 * at)),
      threads,
      trust,
    )
    for (const [index, path] of paths.entries()) {
      const { verifiedAt: _, ...alone } = await verifyPath(path, [rootPath], trust.at)
      expect(verified(found[index])).toEqual(alone)
    }
    expect(verified(found[0]).seals[0]).toMatchObject({
      trust: 'trusted',
      trustDetail: { judgedAtOrigin: 'given', judgedAt: '2035-01-01T00:00:00.000Z' },
    })
  })

  it('what cannot be opened is a failure of its own', async () => {
    const missing = join(folder, 'missing.mp4')
    const found = await outcomes([given(missing), given(evidence.sealed)], threads)
    expect(found[0]).toMatchObject({
      ok: false,
      error: { name: 'EvidenceError', code: 'file-not-found', details: { path: missing } },
    })
    expect(verified(found[1]).verdict).toBe('sealed')
  })

  it.skipIf(process.platform !== 'linux')('a name that is no text is opened by its bytes', async () => {
    const place = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.mp4')])
    copyFileSync(evidence.sealed, place)
    const [found] = await outcomes([{ ...given('caf\ufffd.mp4'), place }], threads)
    expect(verified(found)).toMatchObject({ path: 'caf\ufffd.mp4', verdict: 'sealed' })
  })

  it('progress goes up to all bytes of all files', async () => {
    const reports: Progress[] = []
    const work = { signal: new AbortController().signal, report: (one: Progress) => void reports.push(one) }
    const files = [
      given(evidence.sealed, 600),
      given(join(folder, 'missing.mp4'), 30),
      given(evidence.text, 7),
    ]
    await outcomes(files, threads, nobody, work)
    const done = reports.map((report) => report.done)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(reports.at(-1)).toMatchObject({ done: 637, total: 637, unit: 'bytes' })
  })

  it('cancelled, it ends within a second and answers nothing more', async () => {
    const files = ['a', 'b', 'c'].map((name) => writeLarge(join(folder, `${name}${threads}.mp4`), 16))
    const controller = new AbortController()
    let cancelled = 0
    const report = ({ done }: Progress): void => {
      if (done === 0 || controller.signal.aborted) return
      cancelled = performance.now()
      controller.abort()
    }
    const told: number[] = []
    const running = verifyFiles(
      files,
      { trust: nobody, threads },
      { signal: controller.signal, report },
      (index) => told.push(index),
    )
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(performance.now() - cancelled).toBeLessThan(1_000)
    expect(told).toEqual([])
  })

  it('where the answer cannot be taken, nothing more is read', async () => {
    const files = [
      given(evidence.sealed),
      given(evidence.sealed),
      given(evidence.sealed),
      given(evidence.sealed),
    ]
    let told = 0
    const running = verifyFiles(files, { trust: nobody, threads }, unwatched, () => {
      told += 1
      throw new Error('the disk is full')
    })
    await expect(running).rejects.toThrow('the disk is full')
    expect(told).toBeLessThanOrEqual(Math.max(1, threads))
  })
})

describe('a thread', () => {
  /** Answers with the name, dies at `die`, throws at `throw`, and never comes back from `hang`. */
  const entry = join(folder, 'thread.mjs')
  beforeAll(() =>
    writeFileSync(
      entry,
      `import { parentPort } from 'node:worker_threads'
       parentPort.on('message', ({ kind, file }) => {
         if (kind !== 'verify') return
         if (file.path === 'die') process.exit(3)
         if (file.path === 'throw') throw new Error('a bug')
         while (file.path === 'hang');
         parentPort.postMessage({ kind: 'verified', verification: { path: file.path } })
       })`,
    ),
  )

  it.each(['die', 'throw'])('that ends by “%s” fails its file alone, and is replaced', async (path) => {
    const thread = new VerifyThread(nobody, 'ahead', pathToFileURL(entry))
    try {
      for (const attempt of [1, 2]) {
        expect(await thread.verify(given(`before ${attempt}`), unwatched)).toEqual({
          path: `before ${attempt}`,
        })
        await expect(thread.verify(given(path), unwatched)).rejects.toMatchObject({
          code: 'internal',
          details: { path },
        })
      }
      expect(await thread.verify(given('after'), unwatched)).toEqual({ path: 'after' })
    } finally {
      await thread.close()
    }
  })

  it('that cannot be started fails its file, not the program', async () => {
    const thread = new VerifyThread(nobody, 'ahead', pathToFileURL(join(folder, 'no-such-entry.mjs')))
    await expect(thread.verify(given('x'), unwatched)).rejects.toMatchObject({ code: 'internal' })
    await thread.close()
  })

  it('that does not listen is ended within a second of being cancelled', async () => {
    const thread = new VerifyThread(nobody, 'ahead', pathToFileURL(entry))
    await thread.verify(given('warm'), unwatched)
    const controller = new AbortController()
    const running = thread.verify(given('hang'), { ...unwatched, signal: controller.signal })
    const begun = performance.now()
    controller.abort()
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(performance.now() - begun).toBeLessThan(1_000)
    // The next file has a thread again.
    expect(await thread.verify(given('next'), unwatched)).toEqual({ path: 'next' })
    await thread.close()
  })
})

it('threads are started where they pay off', () => {
  const gib = { size: 2 ** 30 }
  const small = { size: 1_000 }
  expect(threadsFor([], 8)).toBe(0)
  expect(threadsFor([small, small, small], 8)).toBe(0)
  expect(threadsFor([gib], 8)).toBe(1)
  expect(threadsFor([gib, gib, small], 2)).toBe(2)
  expect(threadsFor([gib, gib, small], 8)).toBe(3)
  // Hundreds of small files are much work too.
  expect(
    threadsFor(
      Array.from({ length: 500 }, () => small),
      4,
    ),
  ).toBe(4)
  expect(
    threadsFor(
      Array.from({ length: 500 }, () => gib),
      64,
    ),
  ).toBe(8)
})
