// Time stamps after RFC 3161: openssl is the authority and the judge. What an authority must not get away with, and what the
// network does in between.
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { coverageOf } from '#contract/custody.ts'
import type { CustodyReport } from '#contract/custody.ts'
import { describeCoverage } from '#contract/messages/ledger.ts'
import { unwatched } from '#engine/base/progress.ts'
import { nobodyKnown } from '#engine/custody/known-keys.ts'
import { requestTimeStamp } from '#engine/custody/request-time-stamp.ts'
import { verifyLedger } from '#engine/custody/verify-ledger.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { onlyPurposeOf } from '#engine/seal/certificate-usage.ts'
import { makeStampRequest, readStampResponse } from '#engine/seal/time-stamp-request.ts'
import { verifyTimeStamp } from '#engine/seal/time-stamp.ts'
import { createCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { scratchFolder } from '../support/made-export.ts'
import { hasOpenssl } from '../support/openssl-folder.ts'
import { OpensslTsa } from '../support/openssl-tsa.ts'

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const nobody: TrustChoice = { anchors: [], at: null }

describe.skipIf(!hasOpenssl)('time stamps', () => {
  let tsa: OpensslTsa
  let root: TrustChoice
  beforeAll(() => {
    tsa = new OpensslTsa()
    root = { anchors: [tsa.authority.certificate('root')], at: null }
  })
  afterAll(() => tsa.remove())

  let database: CaseDatabase
  beforeEach(async () => {
    database = await createCase(join(scratchFolder(), 'case'), { reference: 'R', examiner: 'Ada' })
    return () => database.close()
  })

  const body = async (request: IncomingMessage): Promise<Buffer> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }
  async function serve(listener: RequestListener): Promise<string> {
    const server: Server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`
  }
  const answering = (make: (request: Buffer) => Uint8Array): Promise<string> =>
    serve((request, response) => {
      void body(request).then((bytes) => {
        response.writeHead(200, { 'content-type': 'application/timestamp-reply' })
        response.end(make(bytes))
      })
    })
  const ask = (url: string, trust = nobody, limits?: { bytes: number; millis: number; redirects: number }) =>
    requestTimeStamp(url, { database, actor: 'Ada', trust, ...(limits ? { limits } : {}) }, unwatched)
  const report = (trust = nobody): CustodyReport => verifyLedger(database, { ...nobodyKnown, trust }, null)

  it('is asked for with a request that openssl reads: SHA-256, a nonce, and the certificate wanted', () => {
    const { der } = makeStampRequest(Buffer.from('message'))
    tsa.authority.folder.write('made.tsq', der)
    const text = tsa.authority.folder.run('ts', '-query', '-in', 'made.tsq', '-text')
    expect(text).toMatch(/Hash Algorithm: sha256[\s\S]*Nonce: 0x[0-9A-F]{32}\nCertificate required: yes/)
  })

  it('stands in the ledger, holds for openssl too, and says up to where', async () => {
    const entry = await ask(await answering((request) => tsa.reply(request)), root)
    expect(entry).toMatchObject({ action: 'ledger-time-stamped', detail: { coversSeq: 1, trust: 'trusted' } })
    const { token, statement } = entry.detail
    const message = Buffer.from(textOf(statement))
    expect(tsa.verify(Buffer.from(textOf(token), 'base64'), message)).toContain('Verification: OK')
    expect(JSON.parse(textOf(statement))).toMatchObject({ case: database.describe().id, seq: 1 })
    const ledger = report(root)
    expect(ledger).toMatchObject({
      valid: true,
      timeStamps: [{ seq: 2, coversSeq: 1, status: 'intact', trust: 'trusted', authority: 'CN=tsa' }],
    })
    expect(Math.abs(Date.parse(ledger.timeStamps[0]!.time!) - Date.now())).toBeLessThan(600_000)
    expect(coverageOf(ledger.timeStamps, ledger.entries)).toMatchObject({ seq: 1, after: 1 })
    expect(
      describeCoverage(ledger)
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(/Entries 1 to 1 existed at/)
    // The two answers: without the root it is as intact, and nobody vouches for the authority.
    expect(report().timeStamps).toMatchObject([{ status: 'intact', trust: 'not-checked' }])
    expect(report().valid).toBe(true)
  })

  it('of an authority that leads to no trusted root is recorded, and told as that', async () => {
    const other = new OpensslTsa()
    onTestFinished(() => other.remove())
    const entry = await ask(await answering((request) => other.reply(request)), root)
    expect(entry.detail['trust']).toBe('untrusted')
    expect(report(root).timeStamps).toMatchObject([{ status: 'intact', trust: 'untrusted' }])
  })

  it('is not believed of a certificate that is for anything else too', async () => {
    const extensions = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature']
    for (const [name, usage] of [
      ['both', 'extendedKeyUsage=critical,timeStamping,codeSigning'],
      ['soft', 'extendedKeyUsage=timeStamping'],
    ] as const) {
      tsa.certify(name, { extensions: [...extensions, usage] })
      expect(onlyPurposeOf(tsa.authority.certificate(name))).toBeNull()
      // openssl itself will not stamp with some of them: the token is made by another, and the certificate looked at alone.
      const answer = await answering((request) => {
        try {
          return tsa.reply(request, name)
        } catch {
          return Buffer.from('no')
        }
      })
      await expect(ask(answer, root), name).rejects.toMatchObject({ code: 'time-stamp-failed' })
    }
    expect(report().entries).toBe(1)
  })

  it('is refused where answer, nonce, imprint or signature are wrong, and the ledger stays as it is', async () => {
    const kept = tsa.reply(makeStampRequest(Buffer.from('something else')).der)
    const flipped = (bytes: Buffer, at: number): Buffer => {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      return changed
    }
    const rejection = Buffer.from('30053003020102', 'hex')
    const cases: [string, (request: Buffer) => Uint8Array, RegExp][] = [
      ['an old answer', () => kept, /does not hold/],
      ['no DER', () => Buffer.from('<html>'), /RFC 3161/],
      ['nothing', () => Buffer.alloc(0), /RFC 3161/],
      ['a rejection', () => rejection, /refused \(rejected/],
      ['granted, no token', () => Buffer.from('30053003020100', 'hex'), /without a token/],
      [
        'a signature with a bit changed',
        (request) => {
          const reply = tsa.reply(request)
          return flipped(reply, reply.length - 20)
        },
        /does not hold/,
      ],
      [
        'another time',
        (request) => {
          const reply = tsa.reply(request)
          return flipped(reply, reply.indexOf(Buffer.from('Z', 'latin1'), reply.indexOf('20')) - 1)
        },
        /does not hold/,
      ],
    ]
    for (const [name, make, words] of cases) {
      const failed = await ask(await answering(make), root).catch((error: unknown) => error)
      expect(failed, name).toMatchObject({
        code: 'time-stamp-failed',
        message: expect.stringMatching(words) as string,
      })
    }
    expect(report()).toMatchObject({ entries: 1, valid: true, timeStamps: [] })
  })

  it('is not over another message, and not after any byte of it was changed', () => {
    const message = Buffer.from('message')
    const request = makeStampRequest(message)
    const response = readStampResponse(tsa.reply(request.der))
    if (!response.ok) throw new Error(response.reason)
    const { token } = response
    expect(verifyTimeStamp(token, message, request.nonce).status).toBe('intact')
    expect(verifyTimeStamp(token, Buffer.from('massage')).status).toBe('broken')
    expect(verifyTimeStamp(Buffer.concat([token, Buffer.from([0])]), message).status).toBe('broken')
    const survived: number[] = []
    for (let at = 0; at < token.length; at += 7) {
      const changed = Uint8Array.from(token)
      changed[at] = (changed[at] ?? 0) ^ 1
      if (verifyTimeStamp(changed, message).status === 'intact') survived.push(at)
    }
    // Outside of what is signed stand only the certificates beside the signer's, and names of algorithms given twice.
    for (const at of survived) {
      const changed = Uint8Array.from(token)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(verifyTimeStamp(changed, message).genTime).toBe(verifyTimeStamp(token, message).genTime)
    }
    for (let length = 0; length < token.length; length += 97)
      expect(verifyTimeStamp(token.subarray(0, length), message).status).toBe('broken')
  })

  it('asks on the same host only, a bounded number of times, for a bounded answer, in a bounded time', async () => {
    const elsewhere = await answering((request) => tsa.reply(request))
    const failing: [string, RequestListener, RegExp][] = [
      [
        'another host',
        (_, response) => void response.writeHead(307, { location: elsewhere }).end(),
        /another place/,
      ],
      [
        'for ever',
        (_, response) => void response.writeHead(307, { location: '/again' }).end(),
        /more than 3 times/,
      ],
      [
        'the same host with a password',
        ({ headers: { host } }, response) =>
          void response.writeHead(307, { location: `http://:secret@${host}/tsa` }).end(),
        /another place/,
      ],
      ['an error', (_, response) => void response.writeHead(503).end(), /status 503/],
      [
        'too much',
        (_, response) => void response.writeHead(200).end(Buffer.alloc(5_000)),
        /more than 4096 bytes/,
      ],
      [
        'breaking off',
        (_, response) =>
          void response.writeHead(200, { 'content-length': 500 }).write('x', () => response.destroy()),
        /cannot be reached|broke off/,
      ],
      ['silence', () => undefined, /no answer within 0.5 seconds/],
    ]
    for (const [name, listener, words] of failing) {
      const limits = { bytes: 4_096, millis: name === 'silence' ? 500 : 20_000, redirects: 3 }
      const failed = await ask(await serve(listener), root, limits).catch((error: unknown) => error)
      expect(failed, name).toMatchObject({
        code: 'time-stamp-failed',
        message: expect.stringMatching(words) as string,
      })
    }
    const moved = await serve((request, response) => {
      if (request.url?.startsWith('/tsa') === true) response.writeHead(307, { location: '/moved' }).end()
      else void body(request).then((bytes) => response.writeHead(200).end(tsa.reply(bytes)))
    })
    const { coversSeq, url } = (await ask(`${moved}?token=secret`, root)).detail
    expect([coversSeq, url]).toEqual([1, moved])
    for (const address of [
      ...['ftp://tsa.example', 'tsa.example', 'https://user:secret@tsa.example/'],
      ...['https://user:secret/w@tsa.example', 'user:secret@tsa.example', 'ftp://user:secret/@at@host/'],
      ...['https://user:a@secret@/?b', 'ftp://tsa.example/?token=secret'],
    ])
      await expect(ask(address), address).rejects.toMatchObject({
        code: 'wrong-input',
        message: expect.not.stringContaining('secret') as string,
      })
    await expect(ask('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'time-stamp-failed' })
  })
})
