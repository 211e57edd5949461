// Downloads as part of an intake that stops and goes on, or is given up: what the case holds of them is what the server sent.
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { unwatched } from '#engine/base/progress.ts'
import { giveUpIntake } from '#engine/ingest/give-up.ts'
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

describe('downloads in an intake', () => {
  it('kept as a part are as long as the file that came, not the one that was listed', async () => {
    const database = await emptyCase()
    const url = await served((method, response) => {
      if (method === 'HEAD') response.writeHead(200, { etag: '"one"', 'content-length': 8 * mib }).end()
      else {
        response.writeHead(200, { etag: '"two"', 'content-length': 12 * mib })
        response.write(Buffer.alloc(3 * mib, 7))
      }
    })
    const controller = new AbortController()
    const stopping = {
      signal: controller.signal,
      report: ({ part }: { part?: { done: number } }): void => {
        if ((part?.done ?? 0) > 2 * mib) controller.abort()
      },
    }
    await expect(take(database, [url], { terms }, stopping)).rejects.toThrow(/abort/i)
    const [unfinished] = database.intakes.unfinished()
    if (!unfinished) throw new Error('it can go on')
    expect(unfinished.bytes).toBe(12 * mib)
    await giveUpIntake(unfinished.id, true, contextOf(database, { terms }), unwatched)
    const [item] = database.items.list()
    expect(item).toMatchObject({ size: 12 * mib, status: 'partial' })
    expect(item?.missingBytes).toBe(12 * mib - unfinished.bytesKept)
  })
})
