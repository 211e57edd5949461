// A server that lies, breaks off and stalls as it is told to, with certificates by openssl; and a proxy that only passes on.
import { connect, createServer as createPlainServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createHttpServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { OpensslAuthority } from './openssl-authority.ts'

export type Asked = { method: string; url: string; headers: IncomingMessage['headers'] }
export type Respond = (asked: Asked, response: ServerResponse, socket: Socket) => void

export type TestServer = {
  port: number
  /** Every request in order. */
  asked: Asked[]
  respond: Respond
  close(): Promise<void>
}

const forServers = (name: string): string[] => [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature,keyEncipherment',
  'extendedKeyUsage=serverAuth',
  `subjectAltName=${name}`,
]

/** `good`, `expired`, `early` and `other-name` by one authority; `own` by itself; `stranger` by an authority that nobody knows. */
export class ServerCertificates {
  readonly #authority = new OpensslAuthority()

  constructor() {
    const local = { extensions: forServers('DNS:localhost') }
    this.#authority.certify('authority', null, {
      from: '2020-01-01T00:00:00Z',
      until: '2046-01-01T00:00:00Z',
    })
    this.#authority.certify('unknown', null, { from: '2020-01-01T00:00:00Z' })
    const certify = (name: string, issuer: string | null, words: object): void =>
      this.#authority.certify(name, issuer, {
        from: '2020-01-01T00:00:00Z',
        until: '2046-01-01T00:00:00Z',
        keyOf: 'good',
        ...words,
      })
    this.#authority.certify('good', 'authority', { ...local, from: '2020-01-01T00:00:00Z' })
    certify('expired', 'authority', { ...local, until: '2021-01-01T00:00:00Z' })
    certify('early', 'authority', { ...local, from: '2045-01-01T00:00:00Z' })
    certify('other-name', 'authority', { extensions: forServers('DNS:elsewhere.test') })
    certify('own', null, local)
    certify('stranger', 'unknown', local)
  }

  get authorities(): string[] {
    return [this.pem('authority')]
  }

  pem(name: string): string {
    return this.#authority.folder.read(`${name}.pem`).toString()
  }

  key(): string {
    return this.#authority.folder.read('good.key').toString()
  }

  /** As openssl computes it. */
  sha256(name: string): string {
    const said = this.#authority.folder.run(
      ...['x509', '-in', `${name}.pem`, '-noout', '-fingerprint', '-sha256'],
    )
    return (said.split('=')[1] ?? '').trim().replaceAll(':', '').toLowerCase()
  }

  remove(): void {
    this.#authority.remove()
  }
}

async function listen(server: Server): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** `tls` null: plain http. */
export async function startServer(
  tls: { key: string; cert: string; maxVersion?: 'TLSv1.1' } | null,
  respond: Respond,
): Promise<TestServer> {
  const asked: Asked[] = []
  const answer: RequestListener = (request, response) => {
    const question = { method: request.method ?? '', url: request.url ?? '', headers: request.headers }
    asked.push(question)
    response.on('error', () => undefined)
    server.respond(question, response, request.socket)
  }
  const minVersion = tls?.maxVersion ? { minVersion: 'TLSv1' as const, ciphers: 'ALL:@SECLEVEL=0' } : {}
  const http = tls ? createHttpsServer({ ...tls, ...minVersion }, answer) : createHttpServer(answer)
  http.on('tlsClientError', () => undefined)
  const server: TestServer = { asked, respond, ...(await listen(http)) }
  return server
}

export type TestProxy = { port: number; tunnels: string[]; requests: string[]; close(): Promise<void> }

/** Tunnels every CONNECT to `target`, whatever name was asked for. */
export async function startProxy(target: () => number): Promise<TestProxy> {
  const tunnels: string[] = []
  const requests: string[] = []
  const http = createHttpServer((request, response) => {
    requests.push(request.url ?? '')
    response.end('by the proxy')
  })
  http.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '')
    const onward = connect(target(), 'localhost', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    for (const end of [onward, socket]) end.on('error', () => onward.destroy())
  })
  return { tunnels, requests, ...(await listen(http)) }
}

/** Answers every connection with the same bytes, whatever it is asked. */
export const startRawServer = (bytes: string): Promise<{ port: number; close(): Promise<void> }> =>
  listen(
    createPlainServer((socket) => {
      socket.once('data', () => socket.end(bytes))
    }),
  )

/** A file as an honest server gives it: ranges, a strong entity tag, a date. */
export function serveFile(
  content: Buffer,
  { method, headers }: Asked,
  response: ServerResponse,
  options: {
    etag?: string | null
    lastModified?: string
    /** Breaks off after so many bytes of the body. */
    breakAfter?: number
    headers?: Record<string, string>
  } = {},
): void {
  const { etag = '"one"', lastModified, breakAfter } = options
  const match = /^bytes=(\d+)-$/.exec(headers.range ?? '')
  const isSame =
    headers['if-range'] === undefined || [etag, lastModified].some((one) => one === headers['if-range'])
  const start = match && isSame ? Number(match[1]) : 0
  const isPart = match !== null && isSame
  const body = content.subarray(start)
  response.writeHead(isPart ? 206 : 200, {
    'content-length': body.length,
    ...(etag === null ? {} : { etag }),
    ...(lastModified === undefined ? {} : { 'last-modified': lastModified }),
    ...(isPart ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
    ...options.headers,
  })
  if (method === 'HEAD') response.end()
  else if (breakAfter === undefined) response.end(body)
  else response.write(body.subarray(0, breakAfter), () => response.destroy())
}
