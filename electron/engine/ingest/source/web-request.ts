// One request with its redirects (RFC 9110 15.4): over a connection whose certificate was judged before anything was sent,
// through the proxy that the user or the environment names. No cookies, no credentials, no host that was not named.
import { Agent as PlainAgent, request } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { TLSSocket } from 'node:tls'
import { EvidenceError } from '#contract/errors.ts'
import type { DownloadTerms } from '#contract/intake.ts'
import { toolVersion } from '#engine/base/version.ts'
import { parseWebAddress, shownAddress } from './web-address.ts'
import { hostName, judgeHost, secureContext } from './web-certificate.ts'
import type { HostRecord } from './web-certificate.ts'

/** A break, a stall, a server that cannot at the moment: what may go well the next time. */
export class Interrupted extends Error {}

export type Asking = {
  terms: DownloadTerms
  signal: AbortSignal
  /** No byte for so long is a stall. */
  stallMillis: number
  /** PEM; null: those of this system. */
  authorities: readonly string[] | null
}

export type Answer = {
  status: number
  headers: IncomingHttpHeaders
  body: IncomingMessage
  /** Where the answer came from, after all redirects. */
  url: URL
  redirects: { status: number; from: string; to: string }[]
  hosts: HostRecord[]
  /** What the connection failed with after the answer's end: more bytes than it declared. */
  surplus(): string | null
}

const redirectLimit = 5
const redirectStatuses = [301, 302, 303, 307, 308]

/** Fails with `download-refused`, `wrong-input` or `Interrupted`. */
export async function askServer(
  start: URL,
  question: { method: 'HEAD' | 'GET'; headers?: Record<string, string> },
  asking: Asking,
): Promise<Answer> {
  const redirects: Answer['redirects'] = []
  const hosts: HostRecord[] = []
  let url = start
  for (;;) {
    const { answer, host, surplus } = await askOnce(url, question, asking)
    hosts.push(host)
    const { statusCode: status = 0, headers } = answer
    const to = redirectStatuses.includes(status) ? headers.location : undefined
    if (to === undefined) return { status, headers, body: answer, url, redirects, hosts, surplus }
    answer.destroy()
    const next = parseWebAddress(Buffer.from(to, 'latin1').toString(), asking.terms, url)
    redirects.push({ status, from: shownAddress(url), to: shownAddress(next) })
    if (redirects.length > redirectLimit)
      throw refused(start, `it was redirected more than ${redirectLimit} times`, { redirects })
    url = next
  }
}

type Once = { answer: IncomingMessage; host: HostRecord; surplus: () => string | null }

async function askOnce(
  url: URL,
  { method, headers = {} }: { method: string; headers?: Record<string, string> },
  asking: Asking,
): Promise<Once> {
  asking.signal.throwIfAborted()
  const isSecure = url.protocol === 'https:'
  const { socket, host } = isSecure ? await connect(url, asking) : { socket: null, host: plainHost(url) }
  const options: RequestOptions = {
    method,
    path: `${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      'user-agent': `Exhibit/${toolVersion}`,
      accept: '*/*',
      'accept-encoding': 'identity',
      connection: 'close',
      ...headers,
    },
    ...(socket
      ? { createConnection: () => socket }
      : {
          host: hostName(url),
          port: url.port || 80,
          agent: new PlainAgent({ keepAlive: false, proxyEnv: proxyOf(asking.terms) }),
        }),
  }
  let failure: Error | null = null
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(options, resolve)
    const abort = (): void => void asked.destroy(new Error('cancelled'))
    asking.signal.addEventListener('abort', abort, { once: true })
    const timer = setTimeout(() => asked.destroy(stalled(asking)), asking.stallMillis)
    asked.once('response', () => clearTimeout(timer))
    asked.once('close', () => {
      clearTimeout(timer)
      asking.signal.removeEventListener('abort', abort)
    })
    asked.on('error', (error) => {
      failure = error
      reject(error)
    })
    asked.end()
  }).catch((cause: unknown) => {
    socket?.destroy()
    asking.signal.throwIfAborted()
    throw requestFailure(url, cause)
  })
  return {
    answer,
    host,
    surplus: () => (failure && codeOf(failure).startsWith('HPE_') ? failure.message : null),
  }
}

/** Nothing is sent before the certificate was judged: an address can itself be a secret. */
async function connect(url: URL, { terms, signal, stallMillis, authorities }: Asking) {
  const agent = new SecureAgent({ keepAlive: false, maxCachedSessions: 0, proxyEnv: proxyOf(terms) })
  const name = hostName(url)
  const options = {
    host: name,
    port: Number(url.port || 443),
    // An address is no name to be asked for (RFC 6066 3).
    ...(/^[\d.]+$|:/.test(name) ? {} : { servername: name }),
    secureContext: secureContext(authorities),
    // `judgeHost` does, and tells the user whose certificate it is.
    rejectUnauthorized: false,
  }
  let raw: { destroy(error?: Error): unknown } | null | undefined
  const controller = new AbortController()
  const socket = await new Promise<TLSSocket>((resolve, reject) => {
    const stop = (error: Error): void => {
      raw?.destroy(error)
      reject(error)
    }
    signal.addEventListener('abort', () => stop(new Error('cancelled')), { signal: controller.signal })
    const timer = setTimeout(() => stop(stalled({ stallMillis })), stallMillis)
    controller.signal.addEventListener('abort', () => clearTimeout(timer))
    const made = agent.createConnection(options, (error, stream) => {
      if (error) reject(error)
      // Through a proxy it is told when it is secure already.
      else if (stream instanceof TLSSocket) resolve(stream)
      else reject(new Error('no secure connection was made'))
    })
    raw = made
    if (made) {
      made.once('error', reject)
      // Without a proxy it is the connection itself, not secure yet.
      if (made instanceof TLSSocket) made.once('secureConnect', () => resolve(made))
    }
  })
    .catch((cause: unknown) => {
      signal.throwIfAborted()
      throw requestFailure(url, cause)
    })
    .finally(() => controller.abort())
  try {
    return { socket, host: judgeHost(socket, url, terms.certificateSha256) }
  } catch (cause) {
    socket.destroy()
    throw cause
  }
}

const plainHost = (url: URL): HostRecord => ({
  host: url.host,
  tls: null,
  accepted: 'plain http, allowed by the user',
})

const proxyNames = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'https_proxy', 'http_proxy', 'no_proxy']

function proxyOf({ proxy }: DownloadTerms): Record<string, string> {
  if (proxy !== null) {
    if (!/^https?:$/.test(URL.parse(proxy)?.protocol ?? ''))
      throw new EvidenceError('wrong-input', 'A proxy is named like “http://host:8080”.')
    return { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }
  }
  const named = proxyNames.map((name) => [name, process.env[name]] as const)
  return Object.fromEntries(named.flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

export const stalled = ({ stallMillis }: { stallMillis: number }): Interrupted =>
  new Interrupted(`no byte came for ${stallMillis / 1000} seconds`)

/** What is wrong with the answer itself will be wrong the next time; what is wrong with the way to it need not. */
function requestFailure(url: URL, cause: unknown): Error {
  if (cause instanceof EvidenceError || cause instanceof Interrupted) return cause
  const why = cause instanceof Error ? cause.message : String(cause)
  const code = codeOf(cause)
  if (code.startsWith('HPE_')) return refused(url, `the answer is no valid HTTP (${why})`, { code }, cause)
  if (/^ERR_SSL_|^ERR_TLS_|^EPROTO$/.test(code))
    return refused(url, `no secure connection of TLS 1.2 or newer could be made (${why})`, { code }, cause)
  return new Interrupted(why || code, { cause })
}

export const refused = (
  url: URL,
  why: string,
  details: EvidenceError['details'] = {},
  cause?: unknown,
): EvidenceError =>
  new EvidenceError('download-refused', `“${shownAddress(url)}” was not taken in: ${why}.`, {
    details: { address: shownAddress(url), ...details },
    ...(cause === undefined ? {} : { cause }),
  })
