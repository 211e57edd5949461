// An address as a source: one file, fetched when the user started it and only from where the user said. What the server
// showed and said goes on record.
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { DownloadTerms } from '#contract/intake.ts'
import type { Sha256 } from '#contract/units.ts'
import { lengthOf, originalOf, recordOf, validatorOf } from './download-answer.ts'
import { DownloadReader, refuseEncoded, statusFailure } from './download-reader.ts'
import type { ReaderOptions } from './download-reader.ts'
import type { OpenedSource, SourceFile, SourceListing, SourceRef } from './source-file.ts'
import { addressHash, downloadName, parseWebAddress, shownAddress } from './web-address.ts'
import { askServer, Interrupted, refused } from './web-request.ts'
import type { Answer } from './web-request.ts'

export type DownloadOptions = Partial<Omit<ReaderOptions, 'terms' | 'signal'>>
type DownloadRef = Extract<SourceRef, { kind: 'download' }>

const defaults = { stallMillis: 30_000, retries: 5, backoffMillis: 1_000, room: null, authorities: null }

/** Where the user says nothing of a download. */
export const usualTerms: DownloadTerms = {
  expectedSha256: null,
  maxBytes: null,
  allowHttp: false,
  certificateSha256: null,
  proxy: null,
}

export const isWebAddress = (source: string): boolean => /^https?:\/\//i.test(source)

/**
 * Asks for the head of the file: its size, its name, whose certificate the server shows. Fails with `download-refused`,
 * `download-failed` or `wrong-input`.
 */
export async function listDownload(
  address: string,
  terms: DownloadTerms,
  signal: AbortSignal,
  options: DownloadOptions = {},
): Promise<SourceListing> {
  const url = parseWebAddress(address, terms)
  const asking = { ...defaults, ...options, terms, signal }
  const answer = await askHead(url, asking)
  refuseEncoded(answer)
  const { headers } = answer
  const record = new DownloadRecord(url, terms)
  record.add(answer)
  const size = lengthOf(headers)
  const reader = new DownloadReader(url, null, asking, () => undefined)
  // An answer to HEAD need not tell the length; what it tells counts.
  reader.refuseTooLarge(size ?? 0)
  const ref: DownloadRef = { kind: 'download', url: url.href, validator: validatorOf(headers) }
  const relativePath = downloadName(url, headers['content-disposition'])
  const file = downloadFile(ref, { relativePath, size }, terms, options)
  return { source: shownAddress(url), kind: 'download', files: [file], skipped: [], detail: record.told() }
}

/** A download as it was written down: to go on after a crash without asking for its head again. */
export function downloadFile(
  ref: DownloadRef,
  { relativePath, size }: { relativePath: string; size: number | null },
  terms: DownloadTerms,
  options: DownloadOptions = {},
): SourceFile {
  const url = parseWebAddress(ref.url, terms)
  return {
    shown: shownAddress(url),
    relativePath,
    size,
    ref,
    open: ({ from, signal }) => openDownload(url, ref, from, { ...defaults, ...options, terms, signal }),
  }
}

async function openDownload(
  url: URL,
  ref: DownloadRef,
  from: number,
  options: ReaderOptions,
): Promise<OpenedSource> {
  const record = new DownloadRecord(url, options.terms)
  const reader = new DownloadReader(url, ref.validator, options, (answer) => record.add(answer))
  const start = await reader.begin(from).catch((cause: unknown) => {
    reader.close()
    throw cause
  })
  return {
    size: reader.total,
    start,
    original: originalOf(reader.headers),
    ref: { ...ref, validator: reader.validator },
    stream: () => reader.stream(),
    confirm: (sha256) => Promise.resolve(refuseOtherHash(url, options.terms.expectedSha256, sha256)),
    detail: () => ({ ...record.told(), startedAtByte: start, interruptions: reader.interruptions }),
    close: () => Promise.resolve(reader.close()),
  }
}

function refuseOtherHash(url: URL, expected: Sha256 | null, found: Sha256): void {
  if (expected === null || expected === found) return
  throw refused(url, `its SHA-256 is ${found}, and ${expected} was expected`, { expected, found })
}

/** HEAD, because a link that works once is not used up by it; GET where the server does not know HEAD. */
async function askHead(url: URL, asking: ReaderOptions): Promise<Answer> {
  try {
    const head = await askServer(url, { method: 'HEAD' }, asking)
    head.body.destroy()
    if (head.status === 200) return head
    const got = await askServer(url, { method: 'GET' }, asking)
    got.body.destroy()
    if (got.status === 200) return got
    throw statusFailure(got)
  } catch (cause) {
    asking.signal.throwIfAborted()
    if (!(cause instanceof Interrupted)) throw cause
    const address = shownAddress(url)
    throw new EvidenceError('download-failed', `“${address}” cannot be fetched: ${cause.message}.`, {
      details: { address },
      cause,
    })
  }
}

const hostLimit = 50

/** What goes on record of a download: every host and certificate once, every redirect of the last answer. */
class DownloadRecord {
  readonly #url: URL
  readonly #terms: DownloadTerms
  readonly #hosts = new Map<string, Answer['hosts'][number]>()
  #last: Answer | null = null

  constructor(url: URL, terms: DownloadTerms) {
    this.#url = url
    this.#terms = terms
  }

  add(answer: Answer): void {
    this.#last = answer
    for (const host of answer.hosts) {
      const key = JSON.stringify(host)
      if (this.#hosts.size < hostLimit) this.#hosts.set(key, host)
    }
  }

  told(): CustodyEntry['detail'] {
    const { expectedSha256, proxy } = this.#terms
    const last = this.#last
    return {
      address: shownAddress(this.#url),
      addressSha256: addressHash(this.#url),
      answeredBy: last ? shownAddress(last.url) : null,
      redirects: last?.redirects ?? [],
      hosts: [...this.#hosts.values()],
      headers: last ? recordOf(last.headers) : {},
      expectedSha256,
      // Without the password that it may have.
      proxy: proxy === null ? null : (URL.parse(proxy)?.host ?? null),
    }
  }
}
