// What the tests of downloads share: a fresh https server for each test, and the ways to list and read from it.
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { DownloadTerms } from '#contract/intake.ts'
import { listDownload } from '#engine/ingest/source/download.ts'
import type { DownloadOptions } from '#engine/ingest/source/download.ts'
import type { SourceFile, SourceListing } from '#engine/ingest/source/source-file.ts'
import { serveFile, ServerCertificates, startServer } from './https-server.ts'
import type { Asked, Respond, TestServer } from './https-server.ts'
import { failureOf, readSource } from './read-source.ts'
import type { ReadSource } from './read-source.ts'

export const content = randomBytes(300_000)
export const open: DownloadTerms = {
  expectedSha256: null,
  maxBytes: null,
  allowHttp: false,
  certificateSha256: null,
  proxy: null,
}
/** Long enough ago that nothing can have changed within its second. */
export const settled = 'Thu, 01 May 2025 10:00:00 GMT'

type Terms = Partial<DownloadTerms>

export const fileOf = ({ files }: SourceListing): SourceFile => {
  const [file] = files
  if (!file) throw new Error('nothing was listed')
  return file
}

export class DownloadServer {
  #certificates: ServerCertificates | null = null
  #server: TestServer | null = null
  readonly closing: (() => Promise<void>)[] = []

  /** Certificates are made once, the server for each test anew. */
  static forEachTest(): DownloadServer {
    const local = new DownloadServer()
    beforeAll(() => {
      local.#certificates = new ServerCertificates()
    })
    afterAll(() => local.#certificates?.remove())
    beforeEach(async () => {
      local.#server = await local.start('good')
    })
    afterEach(async () => {
      await Promise.all(local.closing.splice(0).map((close) => close()))
    })
    return local
  }

  get certificates(): ServerCertificates {
    if (!this.#certificates) throw new Error('outside of a test')
    return this.#certificates
  }

  get server(): TestServer {
    if (!this.#server) throw new Error('outside of a test')
    return this.#server
  }

  /** Trusts the test's authority alone, and does not wait long. */
  get fast(): DownloadOptions {
    return {
      authorities: this.certificates.authorities,
      backoffMillis: 1,
      stallMillis: 10_000,
      retries: 3,
    }
  }

  /** Another server with that certificate; null: plain http. */
  async start(name: string | null): Promise<TestServer> {
    const { certificates } = this
    const tls = name === null ? null : { key: certificates.key(), cert: certificates.pem(name) }
    const started = await startServer(tls, (asked, response) => serveFile(content, asked, response))
    this.closing.push(() => started.close())
    return started
  }

  readonly address = (path = '/clip.mp4', of = this.server): string => `https://localhost:${of.port}${path}`

  readonly list = (
    url = this.address(),
    terms: Terms = {},
    options: DownloadOptions = {},
  ): Promise<SourceListing> =>
    listDownload(url, { ...open, ...terms }, new AbortController().signal, { ...this.fast, ...options })

  readonly read = async (terms: Terms = {}, options: DownloadOptions = {}): Promise<ReadSource> =>
    readSource(fileOf(await this.list(this.address(), terms, options)))

  readonly failing = async (
    terms: Terms = {},
    options: DownloadOptions = {},
  ): Promise<[string | undefined, string]> => {
    const { code, message } = await failureOf(this.read(terms, options))
    return [code, message]
  }

  /** Answers HEAD honestly, and GET as the test says, with a count from 0. */
  readonly onGet = (respond: (at: number, ...rest: Parameters<Respond>) => void): void => {
    let count = 0
    this.server.respond = (asked, response, socket) =>
      asked.method === 'HEAD'
        ? serveFile(content, asked, response)
        : respond(count++, asked, response, socket)
  }

  readonly gets = (): Asked[] => this.server.asked.filter(({ method }) => method === 'GET')
}
