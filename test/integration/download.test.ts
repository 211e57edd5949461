// Downloads from a real https server that breaks off, stalls, lies and exchanges files; certificates by openssl.
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DownloadTerms } from '#contract/intake.ts'
import type { Sha256 } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { downloadFile, listDownload } from '#engine/ingest/source/download.ts'
import type { DownloadOptions } from '#engine/ingest/source/download.ts'
import type { SourceFile, SourceListing } from '#engine/ingest/source/source-file.ts'
import {
  serveFile,
  ServerCertificates,
  startProxy,
  startRawServer,
  startServer,
} from '#test/support/https-server.ts'
import type { Asked, Respond, TestServer } from '#test/support/https-server.ts'
import { hasOpenssl } from '#test/support/openssl-folder.ts'
import { failureOf, readSource } from '#test/support/read-source.ts'

const content = randomBytes(300_000)
const open: DownloadTerms = {
  expectedSha256: null,
  maxBytes: null,
  allowHttp: false,
  certificateSha256: null,
  proxy: null,
}
const never = new AbortController().signal
const settled = 'Thu, 01 May 2025 10:00:00 GMT'

describe.skipIf(!hasOpenssl)('downloads', () => {
  let certificates: ServerCertificates
  let server: TestServer
  let fast: DownloadOptions
  const closing: (() => Promise<void>)[] = []

  beforeAll(() => {
    certificates = new ServerCertificates()
    fast = { authorities: certificates.authorities, backoffMillis: 1, stallMillis: 10_000, retries: 3 }
  })
  afterAll(() => certificates.remove())
  beforeEach(async () => {
    server = await serverWith('good')
  })
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()))
  })

  async function serverWith(name: string | null, respond?: Respond): Promise<TestServer> {
    const tls = name === null ? null : { key: certificates.key(), cert: certificates.pem(name) }
    const started = await startServer(
      tls,
      respond ?? ((asked, response) => serveFile(content, asked, response)),
    )
    closing.push(() => started.close())
    return started
  }
  const address = (path = '/clip.mp4', of = server): string => `https://localhost:${of.port}${path}`
  const list = (
    url = address(),
    terms: Partial<DownloadTerms> = {},
    options: DownloadOptions = {},
  ): Promise<SourceListing> => listDownload(url, { ...open, ...terms }, never, { ...fast, ...options })
  const fileOf = ({ files }: SourceListing): SourceFile => {
    const [file] = files
    if (!file) throw new Error('nothing was listed')
    return file
  }
  /** Answers HEAD honestly, and GET as the test says, with a count from 0. */
  const onGet = (respond: (at: number, ...rest: Parameters<Respond>) => void): void => {
    let count = 0
    server.respond = (asked, response, socket) =>
      asked.method === 'HEAD'
        ? serveFile(content, asked, response)
        : respond(count++, asked, response, socket)
  }
  const gets = (): Asked[] => server.asked.filter(({ method }) => method === 'GET')
  const read = async (terms: Partial<DownloadTerms> = {}, options: DownloadOptions = {}) =>
    readSource(fileOf(await list(address(), terms, options)))
  const failing = async (
    terms: Partial<DownloadTerms> = {},
    options: DownloadOptions = {},
  ): Promise<[string | undefined, string]> => {
    const { code, message } = await failureOf(read(terms, options))
    return [code, message]
  }

  describe('that go well', () => {
    it('come with size, name, certificate and everything the server says', async () => {
      server.respond = (asked, response) =>
        serveFile(content, asked, response, {
          lastModified: settled,
          headers: { 'content-disposition': `attachment; filename*=UTF-8''Caf%C3%A9.mp4` },
        })
      const listing = await list(address('/d?id=3&token=secret-word'))
      const file = fileOf(listing)
      expect(listing.kind).toBe('download')
      expect([file.relativePath, file.size]).toEqual(['Caf\u00e9.mp4', content.length])
      expect(file.ref).toEqual({
        kind: 'download',
        url: address('/d?id=3&token=secret-word'),
        validator: '"one"',
      })
      const { bytes, start, opened } = await readSource(file)
      expect([start, bytes.equals(content)]).toEqual([0, true])
      expect(opened.original.modified).toBe('2025-05-01T10:00:00.000Z')
      const detail = opened.detail()
      expect(JSON.stringify([detail, listing.detail, listing.source, file.shown])).not.toContain(
        'secret-word',
      )
      expect(detail).toMatchObject({
        address: `https://localhost:${server.port}/d?id=3&token=…`,
        addressSha256: sha256Of(address('/d?id=3&token=secret-word')),
        hosts: [
          {
            host: `localhost:${server.port}`,
            accepted: 'by an authority of this system',
            certificate: { subject: 'CN=good', issuer: 'CN=authority', sha256: certificates.sha256('good') },
          },
        ],
        headers: { etag: '"one"', 'last-modified': settled },
      })
      expect(gets()[0]?.headers).toMatchObject({ 'accept-encoding': 'identity', connection: 'close' })
      expect(Object.keys(gets()[0]?.headers ?? {})).not.toContain('cookie')
    })

    it('ask with GET where the server does not know HEAD', async () => {
      server.respond = (asked, response) =>
        asked.method === 'HEAD' ? response.writeHead(403).end() : serveFile(content, asked, response)
      const file = fileOf(await list())
      expect(file.size).toBe(content.length)
      expect((await readSource(file)).bytes.equals(content)).toBe(true)
    })

    it('have no size where the server tells none, and still an end', async () => {
      server.respond = (_, response) =>
        void response.write(content.subarray(0, 9), () => response.end(content.subarray(9)))
      const file = fileOf(await list())
      expect(file.size).toBeNull()
      expect((await readSource(file)).bytes.equals(content)).toBe(true)
    })

    it('of no byte are a file too', async () => {
      server.respond = (_, response) => response.writeHead(200, { 'content-length': 0 }).end()
      expect((await read()).bytes).toHaveLength(0)
    })

    it('follow redirects, also to another host, and record each with its certificate', async () => {
      const other = await serverWith('own')
      server.respond = (_, response) => response.writeHead(302, { location: address('/there', other) }).end()
      const refusal = await failureOf(list())
      expect([refusal.code, refusal.details?.['problem']]).toEqual([
        'download-refused',
        'DEPTH_ZERO_SELF_SIGNED_CERT',
      ])
      const terms = { certificateSha256: certificates.sha256('own') as Sha256 }
      const { opened } = await readSource(fileOf(await list(address(), terms)))
      expect(opened.detail()).toMatchObject({
        redirects: [{ status: 302, from: address(), to: address('/there', other) }],
        hosts: [
          { certificate: { sha256: certificates.sha256('good') } },
          { certificate: { sha256: certificates.sha256('own') }, accepted: 'by the user, by its SHA-256' },
        ],
      })
    })
  })

  describe('certificates', () => {
    it.each([
      ['own', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'signed by itself'],
      ['stranger', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'does not know'],
      ['expired', 'CERT_HAS_EXPIRED', 'has expired'],
      ['early', 'CERT_NOT_YET_VALID', 'not valid yet'],
      ['other-name', 'ERR_TLS_CERT_ALTNAME_INVALID', 'for another name'],
    ])('“%s” is refused before anything is asked, and accepted by its hash', async (name, problem, words) => {
      const bad = await serverWith(name)
      const { code, message, details } = await failureOf(list(address('/secret', bad)))
      expect(code).toBe('download-refused')
      expect(message).toContain(words)
      expect(details).toMatchObject({ problem, certificate: { sha256: certificates.sha256(name) } })
      expect(bad.asked).toEqual([])
      const wrong = { certificateSha256: certificates.sha256('good') as Sha256 }
      expect((await failureOf(list(address('/secret', bad), wrong))).code).toBe('download-refused')
      expect(bad.asked).toEqual([])
      const right = { certificateSha256: certificates.sha256(name) as Sha256 }
      const { bytes, opened } = await readSource(fileOf(await list(address('/secret', bad), right)))
      expect(bytes.equals(content)).toBe(true)
      expect(opened.detail()['hosts']).toMatchObject([{ accepted: 'by the user, by its SHA-256', problem }])
    })

    it('of the test are not known to this system', async () => {
      const { code } = await failureOf(list(address(), {}, { authorities: null }))
      expect(code).toBe('download-refused')
    })

    it('are not even looked at below TLS 1.2', async () => {
      const tls = { key: certificates.key(), cert: certificates.pem('good'), maxVersion: 'TLSv1.1' as const }
      const old = await startServer(tls, (_, response) => response.end('x'))
      closing.push(() => old.close())
      const { code, message } = await failureOf(list(address('/', old)))
      expect([code, message]).toEqual(['download-refused', expect.stringContaining('TLS 1.2')])
    })
  })

  describe('addresses and redirects', () => {
    it('plain http needs a yes, also where https leads there', async () => {
      const plain = await serverWith(null)
      const url = `http://localhost:${plain.port}/x`
      expect((await failureOf(list(url))).code).toBe('download-refused')
      server.respond = (_, response) => response.writeHead(301, { location: url }).end()
      const { code, message } = await failureOf(list())
      expect([code, message]).toEqual(['download-refused', expect.stringContaining('plain http')])
      expect(plain.asked).toEqual([])
      const { bytes, opened } = await readSource(fileOf(await list(address(), { allowHttp: true })))
      expect(bytes.equals(content)).toBe(true)
      expect(JSON.stringify(opened.detail())).toContain('plain http, allowed by the user')
    })

    it('end after five redirects', async () => {
      const hop: Respond = (asked, response) => {
        const at = Number(asked.url.slice(1))
        if (at >= 5) serveFile(content, asked, response)
        else response.writeHead(307, { location: `/${at + 1}` }).end()
      }
      server.respond = hop
      expect(fileOf(await list(address('/0'))).size).toBe(content.length)
      server.respond = (_, response) => response.writeHead(302, { location: '/loop' }).end()
      const { code, message } = await failureOf(list())
      expect([code, message]).toEqual(['download-refused', expect.stringContaining('more than 5')])
    })

    it.each(['file:///etc/passwd', 'ftp://localhost/x', 'https://user:word@localhost/x'])(
      'a redirect to %s is refused',
      async (location) => {
        server.respond = (_, response) => response.writeHead(302, { location }).end()
        expect((await failureOf(list())).code).toBe('download-refused')
      },
    )

    it.each([
      [404, 'download-refused'],
      [403, 'download-refused'],
      [503, 'download-failed'],
      [204, 'download-refused'],
    ])('an answer of %d is no file', async (status, code) => {
      server.respond = (_, response) => response.writeHead(status).end()
      expect((await failureOf(list())).code).toBe(code)
    })

    it('nobody there is a failure', async () => {
      await server.close()
      const { code, message } = await failureOf(list())
      expect([code, message]).toEqual(['download-failed', expect.stringContaining('ECONNREFUSED')])
    })
  })

  describe('that break off', () => {
    it('go on by range where the server has a strong tag', async () => {
      onGet((at, asked, response) =>
        serveFile(content, asked, response, at < 3 ? { breakAfter: 50_000 } : {}),
      )
      const { bytes, opened } = await read()
      expect(bytes.equals(content)).toBe(true)
      expect(opened.detail()['interruptions']).toBe(3)
      expect(gets()[1]?.headers).toMatchObject({ 'if-range': '"one"' })
      expect(gets()[1]?.headers.range).toMatch(/^bytes=\d+-$/)
    })

    it('go on by a settled date', async () => {
      server.respond = (asked, response) => {
        const broken = asked.method === 'GET' && gets().length < 2
        serveFile(content, asked, response, {
          etag: 'W/"weak"',
          lastModified: settled,
          ...(broken ? { breakAfter: 50_000 } : {}),
        })
      }
      expect((await read()).bytes.equals(content)).toBe(true)
      expect(gets()[1]?.headers['if-range']).toBe(settled)
    })

    it('read what is there again where the server knows no ranges, but says that it is the same file', async () => {
      onGet((at, asked, response) =>
        serveFile(content, { ...asked, headers: {} }, response, at < 1 ? { breakAfter: 50_000 } : {}),
      )
      expect((await read()).bytes.equals(content)).toBe(true)
    })

    it.each<[string, { etag: string | null; lastModified?: string }]>([
      ['a weak tag', { etag: 'W/"weak"' }],
      ['no tag and no date', { etag: null }],
      ['a date of now', { etag: null, lastModified: new Date().toUTCString() }],
    ])('fail where there is only %s', async (_, words) => {
      server.respond = (asked, response) =>
        serveFile(content, asked, response, {
          ...words,
          ...(asked.method === 'GET' ? { breakAfter: 50_000 } : {}),
        })
      const [code, message] = await failing()
      expect(code).toBe('download-failed')
      expect(message).toContain('no way to go on')
      expect(gets()).toHaveLength(1)
    })

    it('fail after some tries, with what is there', async () => {
      onGet((at, asked, response) =>
        at === 0 ? serveFile(content, asked, response, { breakAfter: 50_000 }) : response.destroy(),
      )
      const [code, message] = await failing()
      expect([code, message]).toEqual([
        'download-failed',
        expect.stringMatching(/^(?=.*tried 4 times).*of the 300000/),
      ])
      expect(message).toContain('can go on')
    })

    it('do not count a stall as the end', async () => {
      onGet((at, asked, response) => {
        if (at > 0) serveFile(content, asked, response)
        else {
          response.writeHead(200, { 'content-length': content.length, etag: '"one"' })
          response.write(content.subarray(0, 70_000))
        }
      })
      const { bytes, opened } = await read({}, { stallMillis: 300 })
      expect(bytes.equals(content)).toBe(true)
      expect(opened.detail()['interruptions']).toBe(1)
    })

    it('fail where the server stalls before it answers', async () => {
      server.respond = () => undefined
      const { code, message } = await failureOf(list(address(), {}, { stallMillis: 200 }))
      expect([code, message]).toEqual(['download-failed', expect.stringContaining('no byte came')])
    })

    it('in a chunked body are noticed', async () => {
      onGet((_, __, response) => response.write(content.subarray(0, 1_000), () => response.destroy()))
      expect((await failing())[0]).toBe('download-failed')
    })

    it('could not be noticed where no end is marked: only with the hash', async () => {
      const raw = `HTTP/1.0 200 OK\r\n\r\nwhole`
      const { port, close } = await startRawServer(raw)
      closing.push(close)
      const url = `http://localhost:${port}/x`
      const terms = { allowHttp: true }
      const { code, message } = await failureOf(readSource(fileOf(await list(url, terms))))
      expect([code, message]).toEqual(['download-refused', expect.stringContaining('where the file ends')])
      const known = { ...terms, expectedSha256: sha256Of('whole') }
      expect((await readSource(fileOf(await list(url, known)))).bytes.toString()).toBe('whole')
      const other = { ...terms, expectedSha256: sha256Of('whole file') }
      expect((await failureOf(readSource(fileOf(await list(url, other))))).code).toBe('download-refused')
    })
  })

  describe('whose file is exchanged between two answers', () => {
    const second = Buffer.from(content).fill(7, 100_000)

    it.each<[string, (asked: Asked, response: Parameters<Respond>[1]) => void]>([
      ['with another tag', (asked, response) => serveFile(second, asked, response, { etag: '"two"' })],
      [
        'by a server that does not look at If-Range',
        (asked, response) => {
          const { 'if-range': _, ...headers } = asked.headers
          serveFile(second, { ...asked, headers }, response, { etag: '"two"' })
        },
      ],
      [
        'and is longer',
        (asked, response) => serveFile(Buffer.concat([content, content]), asked, response, { etag: '"one"' }),
      ],
      ['and is shorter', (_, response) => response.writeHead(416, { etag: '"two"' }).end()],
    ])('%s: they are never joined', async (_, respond) => {
      onGet((at, asked, response) =>
        at === 0 ? serveFile(content, asked, response, { breakAfter: 50_000 }) : respond(asked, response),
      )
      const [code, message] = await failing()
      expect([code, message]).toEqual(['source-changed', expect.stringContaining('not joined')])
    })

    it('and that says nothing of it any more: they are not joined either', async () => {
      onGet((at, asked, response) =>
        serveFile(content, asked, response, at === 0 ? { breakAfter: 50_000 } : { etag: null }),
      )
      // Without a tag the server here takes no If-Range for its own, and sends everything.
      const [code, message] = await failing()
      expect([code, message]).toEqual(['download-failed', expect.stringContaining('no longer says')])
    })

    it('and that sends another range than it was asked for: refused', async () => {
      onGet((at, asked, response) => {
        if (at === 0) serveFile(content, asked, response, { breakAfter: 50_000 })
        else
          response
            .writeHead(206, {
              etag: '"one"',
              'content-range': `bytes 10-${content.length - 1}/${content.length}`,
            })
            .end(content.subarray(10))
      })
      expect((await failing())[0]).toBe('download-refused')
    })
  })

  describe('that are resumed later', () => {
    it('begin where they stopped, also at the very end', async () => {
      const file = fileOf(await list())
      for (const from of [1, 123_456, content.length]) {
        const { bytes, start } = await readSource(file, { from, kept: content })
        expect([start, bytes.equals(content.subarray(from))]).toEqual([from, true])
      }
    })

    it('go on from what was written down, without asking for the head', async () => {
      const { ref, relativePath, size } = fileOf(await list())
      if (ref.kind !== 'download') throw new Error('no download')
      const before = server.asked.length
      const again = downloadFile(ref, { relativePath, size }, open, fast)
      const { bytes, start } = await readSource(again, { from: 1_000, kept: content })
      expect([start, bytes.equals(content.subarray(1_000))]).toEqual([1_000, true])
      expect(server.asked.length).toBe(before + 1)
    })

    it.each<[string, Respond]>([
      ['another file is there', (asked, response) => serveFile(content, asked, response, { etag: '"two"' })],
      [
        'the server knows no ranges',
        (asked, response) => serveFile(content, { ...asked, headers: {} }, response),
      ],
      [
        'a server does not look at If-Range',
        (asked, response) => {
          const { 'if-range': _, ...headers } = asked.headers
          serveFile(content, { ...asked, headers }, response, { etag: '"two"' })
        },
      ],
      [
        'it is shorter now',
        (asked, response) =>
          asked.headers.range ? response.writeHead(416).end() : serveFile(content, asked, response),
      ],
    ])('begin anew where %s', async (_, respond) => {
      const file = fileOf(await list())
      server.respond = respond
      const { bytes, start, opened } = await readSource(file, { from: 1_000 })
      expect([start, bytes.equals(content)]).toEqual([0, true])
      expect(opened.ref).toMatchObject({ kind: 'download', url: address() })
    })

    it('tell the validator of the file that is read now', async () => {
      const file = fileOf(await list())
      server.respond = (asked, response) => serveFile(content, asked, response, { etag: '"two"' })
      const { opened } = await readSource(file)
      expect(opened.ref).toMatchObject({ validator: '"two"' })
    })

    it('begin anew where there was no validator', async () => {
      server.respond = (asked, response) => serveFile(content, asked, response, { etag: null })
      const { start, bytes } = await readSource(fileOf(await list()), { from: 1_000 })
      expect([start, bytes.equals(content)]).toEqual([0, true])
      expect(gets()[0]?.headers.range).toBeUndefined()
    })
  })

  describe('that lie', () => {
    it('of more bytes than there are', async () => {
      onGet((_, __, response) => {
        response.writeHead(200, { 'content-length': content.length + 100, etag: '"one"' })
        response.write(content, () => response.destroy())
      })
      const [code, message] = await failing()
      expect(code).toBe('download-failed')
      expect(message).toMatch(/300000 bytes of the 300100|another file/)
    })

    it('of fewer bytes than they send', async () => {
      const url = await rawAddress(
        `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello and more`,
      )
      const reading = list(url, { allowHttp: true }).then((listing) => readSource(fileOf(listing)))
      const { code, message } = await failureOf(reading)
      expect([code, message]).toEqual(['download-refused', expect.stringContaining('more bytes than the 5')])
    })

    it('of bytes as they are, and send them packed', async () => {
      server.respond = (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(content))
      const [code, message] = await failing()
      expect([code, message]).toEqual(['download-refused', expect.stringContaining('gzip')])
    })

    it('with a head that never ends', async () => {
      server.respond = (_, __, socket) => void socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`)
      expect((await failing())[0]).toBe('download-refused')
    })

    it('with what is no HTTP', async () => {
      const url = await rawAddress('SSH-2.0-OpenSSH_9.9\r\n')
      expect((await failureOf(list(url, { allowHttp: true }))).code).toBe('download-refused')
    })

    const rawAddress = async (bytes: string): Promise<string> => {
      const { port, close } = await startRawServer(bytes)
      closing.push(close)
      return `http://localhost:${port}/x`
    }
  })

  describe('limits', () => {
    it('compare the hash that was told', async () => {
      expect((await read({ expectedSha256: sha256Of(content) })).bytes.equals(content)).toBe(true)
      const { code, details } = await failureOf(read({ expectedSha256: sha256Of('x') }))
      expect(code).toBe('download-refused')
      expect(details).toMatchObject({ expected: sha256Of('x'), found: sha256Of(content) })
    })

    it('hold where the size is told, and where it is not', async () => {
      expect((await failureOf(list(address(), { maxBytes: content.length - 1 }))).code).toBe(
        'download-refused',
      )
      expect((await read({ maxBytes: content.length })).bytes.equals(content)).toBe(true)
      expect((await failureOf(list(address(), {}, { room: 1_000 }))).code).toBe('disk-full')
      let sent = 0
      server.respond = ({ method }, response) => {
        let isClosed = false
        response.once('close', () => (isClosed = true))
        const more = (): void => {
          sent += 1
          if (!isClosed) response.write(content, () => void setImmediate(more))
        }
        if (method === 'HEAD') response.end()
        else more()
      }
      expect((await failing({ maxBytes: 2_000_000 }))[0]).toBe('download-refused')
      expect((await failing({}, { room: 2_000_000 }))[0]).toBe('disk-full')
      expect(sent).toBeLessThan(1_000)
    })

    it('stop when cancelled, while waiting and while reading', async () => {
      const controller = new AbortController()
      server.respond = (asked, response) => {
        if (asked.method === 'HEAD') serveFile(content, asked, response)
        else {
          response.writeHead(200, { 'content-length': content.length })
          response.write(content.subarray(0, 1_000))
        }
      }
      const [file] = (await listDownload(address(), open, controller.signal, fast)).files
      if (!file) throw new Error('nothing was listed')
      const opened = await file.open({ from: 0, signal: controller.signal })
      const reading = (async () => {
        for await (const _ of opened.stream()) setImmediate(() => controller.abort())
      })()
      expect((await failureOf(reading)).message).toMatch(/abort/i)
      await opened.close()
      const second = new AbortController()
      server.respond = () => second.abort()
      expect((await failureOf(listDownload(address(), open, second.signal, fast))).message).toMatch(/abort/i)
    })
  })

  describe('through a proxy', () => {
    it('tunnel to the server, and judge its certificate all the same', async () => {
      const proxy = await startProxy(() => server.port)
      closing.push(() => proxy.close())
      const terms = { proxy: `http://someone:word@localhost:${proxy.port}` }
      const { bytes, opened } = await readSource(fileOf(await list(address(), terms)))
      expect(bytes.equals(content)).toBe(true)
      expect(proxy.tunnels).toEqual([`localhost:${server.port}`, `localhost:${server.port}`])
      expect(opened.detail()['proxy']).toBe(`localhost:${proxy.port}`)
      expect(JSON.stringify(opened.detail())).not.toContain('word')
      const before = server.asked.length
      const { code, details } = await failureOf(list(`https://elsewhere.invalid/x`, terms))
      expect([code, details?.['problem']]).toEqual(['download-refused', 'ERR_TLS_CERT_ALTNAME_INVALID'])
      expect(server.asked.length).toBe(before)
    })

    it('ask the proxy for plain http', async () => {
      const proxy = await startProxy(() => server.port)
      closing.push(() => proxy.close())
      const terms = { proxy: `http://localhost:${proxy.port}`, allowHttp: true }
      await list('http://elsewhere.invalid/x', terms)
      expect(proxy.requests).toEqual(['http://elsewhere.invalid/x'])
    })

    it('fail where it is not there or no proxy', async () => {
      const { port, close } = await startRawServer('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      closing.push(close)
      expect((await failureOf(list(address(), { proxy: `http://localhost:${port}` }))).code).toBe(
        'download-failed',
      )
      expect((await failureOf(list(address(), { proxy: 'localhost' }))).code).toBe('wrong-input')
    })
  })
})
