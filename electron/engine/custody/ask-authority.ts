// Sends a request to a time-stamp authority (RFC 3161 3.4, over HTTP): one POST, bounded in size and time, redirected on the same
// host only. The answer is believed by its signature, so that plain http will do, as most authorities offer it.
import { request as askHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as askHttps } from 'node:https'
import { EvidenceError } from '#contract/errors.ts'

export type AskLimits = { bytes: number; millis: number; redirects: number }

const defaults: AskLimits = { bytes: 1 << 20, millis: 30_000, redirects: 3 }
const redirections = new Set([301, 302, 307, 308])

/** Fails with `wrong-input` where the address is none of an authority. */
export function parseAuthority(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (
    url &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === ''
  )
    return url
  // Names and passwords would stand in the ledger for good.
  const message = `“${shownAddress(text)}” is not the address of a time-stamp authority: http:// or https://, without a name or password in it.`
  throw new EvidenceError('wrong-input', message)
}

/** All before the last @ may be a name and a password, whatever else stands there; so may what follows a question mark. */
const shownAddress = (text: string): string =>
  (text.includes('@') ? `…@${text.slice(text.lastIndexOf('@') + 1)}` : text)
    .replace(/[?#].*/s, '?…')
    .slice(0, 200)

/** For the ledger and for failures: what follows the path may be a secret of the user. */
export const placeOfAuthority = ({ origin, pathname }: URL): string => `${origin}${pathname}`

/** Gives the bytes of the answer. Fails with `time-stamp-failed`; throws what the signal says when cancelled. */
export async function askAuthority(
  url: URL,
  body: Uint8Array,
  signal: AbortSignal,
  limits: AskLimits = defaults,
): Promise<Uint8Array> {
  const deadline = AbortSignal.timeout(limits.millis)
  const either = AbortSignal.any([signal, deadline])
  try {
    return await follow(url, body, either, limits)
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof EvidenceError) throw cause
    const why = deadline.aborted ? `no answer within ${limits.millis / 1000} seconds` : reasonOf(cause)
    throw stampFailed(url, `cannot be reached: ${why}`, cause)
  }
}

async function follow(
  start: URL,
  body: Uint8Array,
  signal: AbortSignal,
  limits: AskLimits,
): Promise<Uint8Array> {
  let url = start
  for (let count = 0; count <= limits.redirects; count += 1) {
    const answer = await post(url, body, signal)
    const status = answer.statusCode ?? 0
    if (status === 200) return await readBounded(url, answer, limits.bytes)
    answer.destroy()
    const { location } = answer.headers
    if (!redirections.has(status) || !location) throw stampFailed(url, `answered with HTTP status ${status}`)
    if (!URL.canParse(location, url.href)) throw stampFailed(url, 'redirects to what is no address')
    const next = new URL(location, url)
    const isSame =
      next.host === url.host && next.protocol === url.protocol && next.username === '' && next.password === ''
    if (!isSame) throw stampFailed(url, `redirects to another place (${next.origin})`)
    url = next
  }
  throw stampFailed(start, `redirects more than ${limits.redirects} times`)
}

function post(url: URL, body: Uint8Array, signal: AbortSignal): Promise<IncomingMessage> {
  const headers = {
    'content-type': 'application/timestamp-query',
    'content-length': body.length,
    accept: 'application/timestamp-reply',
  }
  return new Promise((resolve, reject) => {
    const ask = url.protocol === 'https:' ? askHttps : askHttp
    const asked = ask(url, { method: 'POST', headers, signal, agent: false }, resolve)
    asked.once('error', reject)
    asked.end(body)
  })
}

async function readBounded(url: URL, answer: IncomingMessage, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer) {
    const bytes = chunk as Uint8Array
    size += bytes.length
    if (size > limit) {
      answer.destroy()
      throw stampFailed(url, `answered with more than ${limit} bytes`)
    }
    chunks.push(bytes)
  }
  if (!answer.complete) throw stampFailed(url, 'broke off its answer')
  return Buffer.concat(chunks)
}

/** `what` completes “The time-stamp authority … ”. The ledger is as it was. */
export const stampFailed = (url: URL, what: string, cause?: unknown): EvidenceError =>
  new EvidenceError(
    'time-stamp-failed',
    `The time-stamp authority ${url.origin} ${what}. The ledger stays as it is.`,
    { details: { url: placeOfAuthority(url) }, cause },
  )

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  // Node tries several addresses of a host and then says nothing of its own.
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ')
  return cause.message
}
