// Downloads that break off, stall, lie, or whose file is exchanged meanwhile: never other bytes than the server’s one file.
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sha256Of } from '#engine/base/hash.ts'
import { downloadFile } from '#engine/ingest/source/download.ts'
import { content, DownloadServer, fileOf, open, settled } from '#test/support/download-server.ts'
import { serveFile, startRawServer } from '#test/support/https-server.ts'
import type { Asked, Respond } from '#test/support/https-server.ts'
import { hasOpenssl } from '#test/support/openssl-folder.ts'
import { failureOf, readSource } from '#test/support/read-source.ts'

describe.skipIf(!hasOpenssl)('downloads', () => {
  const local = DownloadServer.forEachTest()
  const { address, list, read, failing, onGet, gets } = local

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
      local.server.respond = (asked, response) => {
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
      local.server.respond = (asked, response) =>
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
      const { bytes, opened } = await read({}, { stallMillis: 1_000 })
      expect(bytes.equals(content)).toBe(true)
      expect(opened.detail()['interruptions']).toBeGreaterThan(0)
    })

    it('fail where the server stalls before it answers', async () => {
      local.server.respond = () => undefined
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
      local.closing.push(close)
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
      const before = local.server.asked.length
      const again = downloadFile(ref, { relativePath, size }, open, local.fast)
      const { bytes, start } = await readSource(again, { from: 1_000, kept: content })
      expect([start, bytes.equals(content.subarray(1_000))]).toEqual([1_000, true])
      expect(local.server.asked.length).toBe(before + 1)
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
      local.server.respond = respond
      const { bytes, start, opened } = await readSource(file, { from: 1_000 })
      expect([start, bytes.equals(content)]).toEqual([0, true])
      expect(opened.ref).toMatchObject({ kind: 'download', url: address() })
    })

    it('tell the validator of the file that is read now', async () => {
      const file = fileOf(await list())
      local.server.respond = (asked, response) => serveFile(content, asked, response, { etag: '"two"' })
      const { opened } = await readSource(file)
      expect(opened.ref).toMatchObject({ validator: '"two"' })
    })

    it('begin anew where there was no validator', async () => {
      local.server.respond = (asked, response) => serveFile(content, asked, response, { etag: null })
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
      local.server.respond = (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(content))
      const [code, message] = await failing()
      expect([code, message]).toEqual(['download-refused', expect.stringContaining('gzip')])
    })

    it('with a head that never ends', async () => {
      local.server.respond = (_, __, socket) =>
        void socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`)
      expect((await failing())[0]).toBe('download-refused')
    })

    it('with what is no HTTP', async () => {
      const url = await rawAddress('SSH-2.0-OpenSSH_9.9\r\n')
      expect((await failureOf(list(url, { allowHttp: true }))).code).toBe('download-refused')
    })

    const rawAddress = async (bytes: string): Promise<string> => {
      const { port, close } = await startRawServer(bytes)
      local.closing.push(close)
      return `http://localhost:${port}/x`
    }
  })
})
