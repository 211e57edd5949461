// The bytes of one download in order, over as many connections as it takes. Two answers are joined only where a validator says
// that both are of the same bytes (RFC 9110 13.1.5, 14.2, 15.3.7); otherwise it fails rather than guess.
import { setTimeout as sleep } from 'node:timers/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { EvidenceError } from '#contract/errors.ts'
import { encodingOf, isEndMarked, lengthOf, parseContentRange, validatorOf } from './download-answer.ts'
import { shownAddress } from './web-address.ts'
import { askServer, Interrupted, refused, stalled } from './web-request.ts'
import type { Answer, Asking } from './web-request.ts'

export type ReaderOptions = Asking & {
  /** Tries in a row that bring less than `progressBytes`; then it fails. */
  retries: number
  backoffMillis: number
  /** Free bytes at the destination; null where nobody asked. */
  room: number | null
}

const progressBytes = 1 << 20
const longestBackoffMillis = 30_000

export class DownloadReader {
  readonly #url: URL
  readonly #options: ReaderOptions
  readonly #onAnswer: (answer: Answer) => void
  #answer: Answer | null = null
  /** Bytes at the start of the answer that are there already. */
  #discard = 0
  #at = 0
  #failures = 0
  #progressedAt = 0
  interruptions = 0
  total: number | null = null
  validator: string | null
  headers: IncomingHttpHeaders = {}

  /** `validator`: of the answer that the kept bytes came from. `onAnswer` hears of each answer, for the record. */
  constructor(
    url: URL,
    validator: string | null,
    options: ReaderOptions,
    onAnswer: (answer: Answer) => void,
  ) {
    this.#url = url
    this.validator = validator
    this.#options = options
    this.#onAnswer = onAnswer
  }

  /** Asks for the bytes from `from` on; gives where they really begin: there, or at 0. */
  async begin(from: number): Promise<number> {
    this.#at = this.validator === null ? 0 : from
    this.#progressedAt = this.#at
    await this.#retrying(async () => {
      if (from > 0 && this.validator !== null && (await this.#beginAt(from, this.validator))) return
      this.#start(await this.#ask({}), 0, 0)
    })
    return this.#at
  }

  /** In order to the end. Fails with `download-failed`, `download-refused`, `source-changed` or `disk-full`. */
  async *stream(): AsyncGenerator<Uint8Array> {
    for (;;) {
      try {
        yield* this.#body()
        return
      } catch (cause) {
        await this.#wait(cause)
      }
      await this.#retrying(() => this.#goOn())
    }
  }

  close(): void {
    this.#answer?.body.destroy()
  }

  async #retrying(action: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await action()
      } catch (cause) {
        await this.#wait(cause)
      }
    }
  }

  /** After what may go well the next time; throws everything else, and when it went wrong too often. */
  async #wait(cause: unknown): Promise<void> {
    const { signal, retries, backoffMillis } = this.#options
    signal.throwIfAborted()
    if (!(cause instanceof Interrupted)) throw cause
    this.interruptions += 1
    if (this.#at - this.#progressedAt >= progressBytes) this.#failures = 0
    this.#progressedAt = this.#at
    this.#failures += 1
    if (this.#at > 0 && this.validator === null) throw this.#failed(cause.message, cause)
    if (this.#failures > retries)
      throw this.#failed(`${cause.message}; it was tried ${this.#failures} times`, cause)
    await sleep(Math.min(backoffMillis * 2 ** (this.#failures - 1), longestBackoffMillis), undefined, {
      signal,
    })
  }

  /** One byte earlier than needed: also a whole file has a byte to ask for, and no server answers that there is none. */
  #askFrom(from: number, validator: string): Promise<Answer> {
    return this.#ask({ range: `bytes=${from - 1}-`, 'if-range': validator }, [416])
  }

  /** False where it has to begin anew: the file is another one now, or the server cannot tell. */
  async #beginAt(from: number, validator: string): Promise<boolean> {
    const answer = await this.#askFrom(from, validator)
    const range = answer.status === 206 ? parseContentRange(answer.headers['content-range']) : null
    if (range?.start === from - 1 && range.total !== null && isOf(answer.headers, validator)) {
      this.total = range.total
      this.#start(answer, from, 1)
      return true
    }
    if (answer.status === 200) this.#start(answer, 0, 0)
    else answer.body.destroy()
    return answer.status === 200
  }

  /** The first answer that bytes are taken from: what is joined to it later has to be of the same file. */
  #start(answer: Answer, at: number, discard: number): void {
    const { headers } = answer
    this.#answer = answer
    if (answer.status === 200) {
      this.total = lengthOf(headers)
      this.validator = validatorOf(headers)
      if (!isEndMarked(headers) && this.#options.terms.expectedSha256 === null)
        throw refused(
          this.#url,
          'the server does not say where the file ends, so that a broken download could not be told from a whole one; it can be fetched with its expected SHA-256',
        )
    }
    this.headers = headers
    this.#at = at
    this.#progressedAt = at
    this.#discard = discard
    this.refuseTooLarge(this.total ?? 0)
  }

  async #goOn(): Promise<void> {
    const { validator } = this
    const at = this.#at
    const answer = validator === null || at === 0 ? await this.#ask({}) : await this.#askFrom(at, validator)
    const range = answer.status === 206 ? parseContentRange(answer.headers['content-range']) : null
    const total = range ? range.total : lengthOf(answer.headers)
    try {
      if (validator !== null && namesNone(answer.headers) && answer.status !== 416)
        throw this.#failed('the server no longer says whether it is the same file')
      const isSame = validator === null || isOf(answer.headers, validator)
      if (!isSame || answer.status === 416 || total !== this.total) throw this.#changed()
      if (answer.status === 206 && range?.start !== at - 1)
        throw refused(
          this.#url,
          `the server sent other bytes than those from ${at - 1} on, which it was asked for`,
        )
    } catch (cause) {
      answer.body.destroy()
      throw cause
    }
    this.#answer = answer
    this.#discard = answer.status === 206 ? 1 : at
  }

  async #ask(headers: Record<string, string>, also: number[] = []): Promise<Answer> {
    const answer = await askServer(this.#url, { method: 'GET', headers }, this.#options)
    try {
      this.#onAnswer(answer)
      const wanted = 'range' in headers ? [200, 206, ...also] : [200]
      if (!wanted.includes(answer.status)) throw this.#unwanted(answer)
      refuseEncoded(answer)
    } catch (cause) {
      answer.body.destroy()
      throw cause
    }
    return answer
  }

  #unwanted(answer: Answer): Error {
    const failure = statusFailure(answer)
    // What was there cannot have been wrong from the start.
    return failure instanceof Interrupted || this.#at === 0 ? failure : this.#failed(failure.message, failure)
  }

  async *#body(): AsyncGenerator<Uint8Array> {
    const answer = this.#answer
    if (!answer) throw new Interrupted('there is no connection')
    const { body } = answer
    const { signal } = this.#options
    const abort = (): void => void body.destroy()
    signal.addEventListener('abort', abort, { once: true })
    const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    try {
      for (;;) {
        signal.throwIfAborted()
        const next = await this.#next(answer, chunks)
        if (next.done) break
        const chunk = next.value.subarray(this.#discard)
        this.#discard -= next.value.length - chunk.length
        if (chunk.length === 0) continue
        this.#at += chunk.length
        this.refuseTooLarge(this.#at)
        if (this.total !== null && this.#at > this.total) throw this.#surplus()
        yield chunk
      }
    } finally {
      signal.removeEventListener('abort', abort)
      body.destroy()
    }
    if (!body.complete) throw new Interrupted('the connection ended')
    if (answer.surplus() !== null) throw this.#surplus()
    if (this.total !== null && this.#at < this.total) throw new Interrupted('the connection ended')
    this.total = this.#at
  }

  async #next({ body }: Answer, chunks: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> {
    const timer = setTimeout(() => body.destroy(stalled(this.#options)), this.#options.stallMillis)
    try {
      return await chunks.next()
    } catch (cause) {
      if (cause instanceof Interrupted) throw cause
      throw new Interrupted('the connection broke off', { cause })
    } finally {
      clearTimeout(timer)
    }
  }

  /** Fails with `download-refused` above the user's limit, with `disk-full` where there is no room. */
  refuseTooLarge(bytes: number): void {
    const { terms, room } = this.#options
    if (terms.maxBytes !== null && bytes > terms.maxBytes)
      throw refused(this.#url, `it has more than the ${terms.maxBytes} bytes that were allowed`, {
        maxBytes: terms.maxBytes,
      })
    if (room !== null && bytes > room)
      throw new EvidenceError(
        'disk-full',
        `There is no room for “${shownAddress(this.#url)}”: ${bytes} bytes or more, and ${room} are free.`,
        { details: { neededBytes: bytes, freeBytes: room } },
      )
  }

  #surplus(): EvidenceError {
    return refused(
      this.#url,
      `the server sent more bytes than the ${this.total ?? this.#at} that it declared`,
    )
  }

  #changed(): EvidenceError {
    const address = shownAddress(this.#url)
    return new EvidenceError(
      'source-changed',
      `“${address}” is another file now than when its first ${this.#at} bytes were fetched. They were not joined; fetch it again.`,
      { details: { address, at: this.#at } },
    )
  }

  #failed(why: string, cause?: unknown): EvidenceError {
    const address = shownAddress(this.#url)
    const whole = this.total === null ? '' : ` of the ${this.total} that the server declared`
    const next =
      this.validator === null
        ? 'The server offers no way to go on from there; it has to be fetched from its beginning.'
        : 'It can go on from there.'
    return new EvidenceError(
      'download-failed',
      `“${address}” did not arrive whole: ${why}. ${this.#at} bytes${whole} are there. ${next}`,
      {
        details: { address, at: this.#at, total: this.total, canGoOn: this.validator !== null },
        ...(cause === undefined ? {} : { cause }),
      },
    )
  }
}

const isOf = (headers: IncomingHttpHeaders, validator: string): boolean =>
  validator.startsWith('"') ? headers.etag === validator : headers['last-modified'] === validator

const namesNone = ({ etag, 'last-modified': modified }: IncomingHttpHeaders): boolean =>
  etag === undefined && modified === undefined

/** Asked for the bytes as they are, a server that packs them all the same would give a file that nobody made. */
export function refuseEncoded({ url, headers }: Answer): void {
  const encoding = encodingOf(headers)
  if (encoding !== null)
    throw refused(
      url,
      `the server sends it encoded (“${encoding}”), though it was asked for the bytes as they are`,
    )
}

/** `Interrupted` where it may go well later. */
export function statusFailure({ url, status }: Answer): Error {
  if (status >= 500 || [408, 425, 429].includes(status))
    return new Interrupted(`the server answered ${status}`)
  const meaning = [401, 403, 407].includes(status) ? ': it does not allow it' : ''
  const missing = [404, 410].includes(status) ? ': there is no such file' : ''
  return refused(url, `the server answered ${status}${meaning}${missing}`, { status })
}
