// Downloads from a real https server: certificates by openssl, redirects, limits, proxies.
import { describe, expect, it } from 'vitest'
import type { Sha256 } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { listDownload } from '#engine/ingest/source/download.ts'
import { content, DownloadServer, fileOf, open, settled } from '#test/support/download-server.ts'
import { serveFile, startProxy, startRawServer, startServer } from '#test/support/https-server.ts'
import type { Respond } from '#test/support/https-server.ts'
import { hasOpenssl } from '#test/support/openssl-folder.ts'
import { failureOf, readSource } from '#test/support/read-source.ts'

describe.skipIf(!hasOpenssl)('downloads', () => {
  const local = DownloadServer.forEachTest()
  const { address, list, read, failing, gets } = local

  describe('that go well', () => {
    it('come with size, name, certificate and everything the server says', async () => {
      local.server.respond = (asked, response) =>
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
        address: `https://localhost:${local.server.port}/d?id=3&token=…`,
        addressSha256: sha256Of(address('/d?id=3&token=secret-word')),
        hosts: [
          {
            host: `localhost:${local.server.port}`,
            accepted: 'by an authority of this system',
            certificate: {
              subject: 'CN=good',
              issuer: 'CN=authority',
              sha256: local.certificates.sha256('good'),
            },
          },
        ],
        headers: { etag: '"one"', 'last-modified': settled },
      })
      expect(gets()[0]?.headers).toMatchObject({ 'accept-encoding': 'identity', connection: 'close' })
      expect(Object.keys(gets()[0]?.headers ?? {})).not.toContain('cookie')
    })

    it('ask with GET where the server does not know HEAD', async () => {
      local.server.respond = (asked, response) =>
        asked.method === 'HEAD' ? response.writeHead(403).end() : serveFile(content, asked, response)
      const file = fileOf(await list())
      expect(file.size).toBe(content.length)
      expect((await readSource(file)).bytes.equals(content)).toBe(true)
    })

    it('have no size where the server tells none, and still an end', async () => {
      local.server.respond = (_, response) =>
        void response.write(content.subarray(0, 9), () => response.end(content.subarray(9)))
      const file = fileOf(await list())
      expect(file.size).toBeNull()
      expect((await readSource(file)).bytes.equals(content)).toBe(true)
    })

    it('of no byte are a file too', async () => {
      local.server.respond = (_, response) => response.writeHead(200, { 'content-length': 0 }).end()
      expect((await read()).bytes).toHaveLength(0)
    })

    it('follow redirects, also to another host, and record each with its certificate', async () => {
      const other = await local.start('own')
      local.server.respond = (_, response) =>
        response.writeHead(302, { location: address('/there', other) }).end()
      const refusal = await failureOf(list())
      expect([refusal.code, refusal.details?.['problem']]).toEqual([
        'download-refused',
        'DEPTH_ZERO_SELF_SIGNED_CERT',
      ])
      const terms = { certificateSha256: local.certificates.sha256('own') as Sha256 }
      const { opened } = await readSource(fileOf(await list(address(), terms)))
      expect(opened.detail()).toMatchObject({
        redirects: [{ status: 302, from: address(), to: address('/there', other) }],
        hosts: [
          { certificate: { sha256: local.certificates.sha256('good') } },
          {
            certificate: { sha256: local.certificates.sha256('own') },
            accepted: 'by the user, by its SHA-256',
          },
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
      const bad = await local.start(name)
      const { code, message, details } = await failureOf(list(address('/secret', bad)))
      expect(code).toBe('download-refused')
      expect(message).toContain(words)
      expect(details).toMatchObject({ problem, certificate: { sha256: local.certificates.sha256(name) } })
      expect(bad.asked).toEqual([])
      const wrong = { certificateSha256: local.certificates.sha256('good') as Sha256 }
      expect((await failureOf(list(address('/secret', bad), wrong))).code).toBe('download-refused')
      expect(bad.asked).toEqual([])
      const right = { certificateSha256: local.certificates.sha256(name) as Sha256 }
      const { bytes, opened } = await readSource(fileOf(await list(address('/secret', bad), right)))
      expect(bytes.equals(content)).toBe(true)
      expect(opened.detail()['hosts']).toMatchObject([{ accepted: 'by the user, by its SHA-256', problem }])
    })

    it('of the test are not known to this system', async () => {
      const { code } = await failureOf(list(address(), {}, { authorities: null }))
      expect(code).toBe('download-refused')
    })

    it('are not even looked at below TLS 1.2', async () => {
      const tls = {
        key: local.certificates.key(),
        cert: local.certificates.pem('good'),
        maxVersion: 'TLSv1.1' as const,
      }
      const old = await startServer(tls, (_, response) => response.end('x'))
      local.closing.push(() => old.close())
      const { code, message } = await failureOf(list(address('/', old)))
      expect([code, message]).toEqual(['download-refused', expect.stringContaining('TLS 1.2')])
    })
  })

  describe('addresses and redirects', () => {
    it('plain http needs a yes, also where https leads there', async () => {
      const plain = await local.start(null)
      const url = `http://localhost:${plain.port}/x`
      expect((await failureOf(list(url))).code).toBe('download-refused')
      local.server.respond = (_, response) => response.writeHead(301, { location: url }).end()
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
      local.server.respond = hop
      expect(fileOf(await list(address('/0'))).size).toBe(content.length)
      local.server.respond = (_, response) => response.writeHead(302, { location: '/loop' }).end()
      const { code, message } = await failureOf(list())
      expect([code, message]).toEqual(['download-refused', expect.stringContaining('more than 5')])
    })

    it.each(['file:///etc/passwd', 'ftp://localhost/x', 'https://user:word@localhost/x'])(
      'a redirect to %s is refused',
      async (location) => {
        local.server.respond = (_, response) => response.writeHead(302, { location }).end()
        expect((await failureOf(list())).code).toBe('download-refused')
      },
    )

    it.each([
      [404, 'download-refused'],
      [403, 'download-refused'],
      [503, 'download-failed'],
      [204, 'download-refused'],
    ])('an answer of %d is no file', async (status, code) => {
      local.server.respond = (_, response) => response.writeHead(status).end()
      expect((await failureOf(list())).code).toBe(code)
    })

    it('nobody there is a failure', async () => {
      await local.server.close()
      const { code, message } = await failureOf(list())
      expect([code, message]).toEqual(['download-failed', expect.stringContaining('ECONNREFUSED')])
    })
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
      local.server.respond = ({ method }, response) => {
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
      local.server.respond = (asked, response) => {
        if (asked.method === 'HEAD') serveFile(content, asked, response)
        else {
          response.writeHead(200, { 'content-length': content.length })
          response.write(content.subarray(0, 1_000))
        }
      }
      const [file] = (await listDownload(address(), open, controller.signal, local.fast)).files
      if (!file) throw new Error('nothing was listed')
      const opened = await file.open({ from: 0, signal: controller.signal })
      const reading = (async () => {
        for await (const _ of opened.stream()) setImmediate(() => controller.abort())
      })()
      expect((await failureOf(reading)).message).toMatch(/abort/i)
      await opened.close()
      const second = new AbortController()
      local.server.respond = () => second.abort()
      expect((await failureOf(listDownload(address(), open, second.signal, local.fast))).message).toMatch(
        /abort/i,
      )
    })
  })

  describe('through a proxy', () => {
    it('tunnel to the server, and judge its certificate all the same', async () => {
      const proxy = await startProxy(() => local.server.port)
      local.closing.push(() => proxy.close())
      const terms = { proxy: `http://someone:word@localhost:${proxy.port}` }
      const { bytes, opened } = await readSource(fileOf(await list(address(), terms)))
      expect(bytes.equals(content)).toBe(true)
      expect(proxy.tunnels).toEqual([`localhost:${local.server.port}`, `localhost:${local.server.port}`])
      expect(opened.detail()['proxy']).toBe(`localhost:${proxy.port}`)
      expect(JSON.stringify(opened.detail())).not.toContain('word')
      const before = local.server.asked.length
      const { code, details } = await failureOf(list(`https://elsewhere.invalid/x`, terms))
      expect([code, details?.['problem']]).toEqual(['download-refused', 'ERR_TLS_CERT_ALTNAME_INVALID'])
      expect(local.server.asked.length).toBe(before)
    })

    it('ask the proxy for plain http', async () => {
      const proxy = await startProxy(() => local.server.port)
      local.closing.push(() => proxy.close())
      const terms = { proxy: `http://localhost:${proxy.port}`, allowHttp: true }
      await list('http://elsewhere.invalid/x', terms)
      expect(proxy.requests).toEqual(['http://elsewhere.invalid/x'])
    })

    it('fail where it is not there or no proxy', async () => {
      const { port, close } = await startRawServer('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      local.closing.push(close)
      expect((await failureOf(list(address(), { proxy: `http://localhost:${port}` }))).code).toBe(
        'download-failed',
      )
      expect((await failureOf(list(address(), { proxy: 'localhost' }))).code).toBe('wrong-input')
    })
  })
})
