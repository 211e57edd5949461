// Downloads as part of an intake that stops and goes on, or is given up: what the case holds of them is what the server sent.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { UnfinishedIntake } from '#contract/intake.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { giveUpIntake } from '#engine/ingest/give-up.ts'
import { resumeIntake } from '#engine/ingest/ingest.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { contextOf, take } from '../support/ingest.ts'
import { scratchFolder } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const mib = 1 << 20
const terms = { expectedSha256: null, maxBytes: null, allowHttp: true, certificateSha256: null, proxy: null }

async function served(respond: (method: string, response: ServerResponse) => void): Promise<string> {
  const server = createServer((asked, response) => respond(asked.method ?? '', response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}/video.mp4`
}

const emptyCase = (): Promise<CaseDatabase> => newCase(join(scratchFolder(), 'case'))

/** Taken until some of it is there, then stopped. */
async function stopped(database: CaseDatabase, url: string, proxy: string | null): Promise<UnfinishedIntake> {
  const controller = new AbortController()
  const work: Work = {
    signal: controller.signal,
    report: ({ part }) => {
      if ((part?.done ?? 0) > mib) controller.abort()
    },
  }
  const taking = take(database, [url], { terms: { ...terms, proxy } }, work)
  await expect(taking).rejects.toThrow(/abort/i)
  const [unfinished] = database.intakes.unfinished()
  if (!unfinished) throw new Error('it can go on')
  return unfinished
}

/** The head tells of one file; what comes is another, and comes to no end. */
const exchanged = (method: string, response: ServerResponse): void => {
  if (method === 'HEAD') response.writeHead(200, { etag: '"one"', 'content-length': 8 * mib }).end()
  else {
    response.writeHead(200, { etag: '"two"', 'content-length': 12 * mib })
    response.write(Buffer.alloc(3 * mib, 7))
  }
}

describe('downloads in an intake', () => {
  it('kept as a part are as long as the file that came, not the one that was listed', async () => {
    const database = await emptyCase()
    const unfinished = await stopped(database, await served(exchanged), null)
    expect(unfinished.bytes).toBe(12 * mib)
    await giveUpIntake(unfinished.id, true, contextOf(database, { terms }), unwatched)
    const [item] = database.items.list()
    expect(item).toMatchObject({ size: 12 * mib, status: 'partial' })
    expect(item?.missingBytes).toBe(12 * mib - unfinished.bytesKept)
  })

  it('through a proxy with a password do not go on without it, and the password is not kept', async () => {
    const database = await emptyCase()
    let asked = 0
    const proxy = await served((method, response) => {
      asked += 1
      exchanged(method, response)
    })
    const { host } = new URL(proxy)
    const unfinished = await stopped(database, 'http://localhost:9/a.mp4', `http://ada:secret@${host}`)
    expect(asked).toBe(2)
    const goingOn = resumeIntake(unfinished.id, contextOf(database), unwatched)
    await expect(goingOn).rejects.toMatchObject({ code: 'wrong-input' })
    expect([asked, database.intakes.unfinished()]).toEqual([2, [unfinished]])
    const { database: file } = database.folder
    const kept = [file, `${file}-wal`].filter((path) => existsSync(path)).map((path) => readFileSync(path))
    expect(kept.some((bytes) => bytes.includes('secret'))).toBe(false)
    await giveUpIntake(unfinished.id, false, contextOf(database), unwatched)
    expect(database.intakes.unfinished()).toEqual([])
  })
})
