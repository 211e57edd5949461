// Whom this workstation trusts in every case that is opened on it: a folder with an index, and one file for each certificate
// and each list of revoked ones, named by its SHA-256. A case taken elsewhere does not bring it along.
import { readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { RevocationList, TrustAnchor } from '#contract/case.ts'
import { Sha256 } from '#contract/units.ts'
import type { UtcTime } from '#contract/units.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { utcNow } from '#engine/base/time.ts'
import { writeDurably } from './durable-file.ts'
import type { Decision, Holding, NewTrust } from './trust-entry.ts'
import { notHeld } from './trust-store.ts'

// Loose: what a later version writes beside is kept.
const Entry = z.discriminatedUnion('kind', [
  z.looseObject({
    ...TrustAnchor.omit({ scope: true }).shape,
    kind: z.literal('certificate'),
    sha256: Sha256,
  }),
  z.looseObject({ ...RevocationList.omit({ scope: true }).shape, kind: z.literal('crl'), sha256: Sha256 }),
])
type Entry = z.infer<typeof Entry>

/** The index as it stands: an entry that cannot be read is kept as it is. `damaged`: what is there is no index. */
type Index = { entries: unknown[]; damaged: string | null; failure: unknown; text: string | null }

type Added = { sha256: Sha256; entry: NewTrust }

const indexLimit = 16 << 20
const fileLimit = 64 << 20
const mostProblems = 5

export class WorkstationTrust {
  readonly #folder: string
  readonly #index: string
  readonly #now: () => UtcTime

  /** `dataFolder`: where the workstation keeps its own things; made when first needed. */
  constructor(dataFolder: string, now: () => UtcTime = utcNow) {
    this.#folder = path.join(dataFolder, 'trust')
    this.#index = path.join(this.#folder, 'index.json')
    this.#now = now
  }

  /** Changes with what is held here, whichever program changes it. */
  stamp(): string {
    return [this.#index, this.#folder].map(stampOf).join(' ')
  }

  /** Reads everything anew. What is damaged, exchanged or not in the index is left out and told. */
  holding(): Holding {
    const { entries, damaged } = this.#read()
    const holding: Holding = { anchors: [], revocationLists: [], problems: [] }
    if (damaged) {
      holding.problems.push(
        `The index of the certificates that this workstation trusts cannot be read (${damaged}); none of them is relied on.`,
      )
    }
    const known = new Set<string>()
    entries.forEach((raw, at) => {
      const entry = Entry.safeParse(raw).data
      const problem = entry && !known.has(entry.sha256) ? this.#take(entry, holding) : 'it is damaged'
      if (entry) known.add(entry.sha256)
      if (problem === null) return
      const what = entry ? `${entry.sha256.slice(0, 16)}…` : `number ${at + 1}`
      holding.problems.push(
        `Entry ${what} of the certificates that this workstation trusts is not relied on: ${problem}.`,
      )
    })
    for (const name of this.#strays(known)) {
      holding.problems.push(
        `The workstation’s folder of trusted certificates holds “${name}”, which its index does not name; it is not relied on.`,
      )
    }
    const more = holding.problems.length - mostProblems
    if (more > 0) holding.problems.splice(mostProblems, more, `${more} more such problems.`)
    return holding
  }

  /** Null where the entry was taken; else why not. */
  #take(entry: Entry, holding: Holding): string | null {
    const der = this.#bytesOf(entry)
    if (typeof der === 'string') return der
    if (sha256Of(der) !== entry.sha256) return 'its file does not have the fingerprint that it is named by'
    const common = { sha256: entry.sha256, scope: 'workstation' as const, der }
    const { importedAt, importedBy, reason } = entry
    if (entry.kind === 'certificate') {
      const { subject, notBefore, notAfter } = entry
      holding.anchors.push({ ...common, subject, notBefore, notAfter, importedAt, importedBy, reason })
      return null
    }
    const { issuer, thisUpdate, nextUpdate, revoked } = entry
    const list = { ...common, issuer, thisUpdate, nextUpdate, revoked }
    holding.revocationLists.push({ ...list, importedAt, importedBy, reason })
    return null
  }

  #bytesOf(entry: Entry): Uint8Array | string {
    const file = this.#fileOf(entry)
    try {
      if (statSync(file).size > fileLimit) return 'its file is too large'
      return readFileSync(file)
    } catch (cause) {
      return errnoOf(cause) === 'ENOENT' ? 'its file is missing' : 'its file cannot be read'
    }
  }

  /**
   * Files first, then the index: what a crash leaves is a file that nobody relies on. Gives what was not held before.
   * Fails with `disk-full` or `destination-unwritable`; then the old index still stands. `record` tells the ledger: where it
   * throws, the old index is put back.
   */
  add(
    list: readonly NewTrust[],
    decision: Decision,
    record: (added: Added[]) => void = () => undefined,
  ): Added[] {
    const index = this.#readForChange()
    const held = this.holding()
    const known = new Set<string>([...held.anchors, ...held.revocationLists].map(({ sha256 }) => sha256))
    const added = new Map<Sha256, NewTrust>()
    for (const one of list) {
      const sha256 = sha256Of(one.der)
      if (!known.has(sha256)) added.set(sha256, one)
    }
    if (added.size === 0) return []
    const entries = [...added].map(([sha256, one]) => {
      writeDurably(this.#fileOf({ kind: one.kind, sha256 }), one.der)
      return this.#entryOf(sha256, one, decision)
    })
    // Where one was damaged, this one stands in its place.
    const others = index.entries.filter((raw) => !added.has(sha256In(raw) as Sha256))
    const news = [...added].map(([sha256, entry]) => ({ sha256, entry }))
    // The files may stay where it is put back: nobody relies on them, and each is told.
    this.#write({ ...index, entries: [...others, ...entries] }, () => record(news))
    return news
  }

  #entryOf(sha256: Sha256, one: NewTrust, { actor, reason }: Decision): Entry {
    const { der: _, ...said } = one
    const importedBy = actor.toWellFormed()
    return Entry.parse({
      ...said,
      sha256,
      importedAt: this.#now(),
      importedBy,
      reason: reason.toWellFormed(),
    })
  }

  /**
   * Index first, then the file; a file that cannot be removed is one that nobody relies on any more, and `holding` tells
   * it. Fails with `wrong-input` where it is not in the index. `record` as in `add`.
   */
  remove(sha256: Sha256, record: (removed: Entry) => void = () => undefined): Entry {
    const index = this.#readForChange()
    const entry = index.entries.map((raw) => Entry.safeParse(raw).data).find((one) => one?.sha256 === sha256)
    if (!entry) throw notHeld(sha256)
    const entries = index.entries.filter((raw) => sha256In(raw) !== sha256)
    this.#write({ ...index, entries }, () => record(entry))
    try {
      rmSync(this.#fileOf(entry), { force: true })
    } catch {
      // See above.
    }
    return entry
  }

  #fileOf({ kind, sha256 }: Pick<Entry, 'kind' | 'sha256'>): string {
    return path.join(this.#folder, `${sha256}.${kind === 'certificate' ? 'cer' : 'crl'}`)
  }

  #read(): Index {
    try {
      if (statSync(this.#index).size > indexLimit) return noIndex('it is too large')
      const text = readFileSync(this.#index, 'utf8')
      const { entries } = z.object({ entries: z.array(z.unknown()) }).parse(JSON.parse(text))
      return { entries, damaged: null, failure: null, text }
    } catch (cause) {
      const code = errnoOf(cause)
      if (code === 'ENOENT') return noIndex(null)
      return code === null ? noIndex('it is no such index') : noIndex(code, cause)
    }
  }

  /** Who cannot look into the index now must not take its place. */
  #readForChange(): Index {
    const index = this.#read()
    if (index.failure) throw fileFailure(index.failure, this.#index, 'Nothing was changed.')
    return index
  }

  #write({ entries, damaged, text }: Index, record: () => void): void {
    const kept = damaged ? this.#setAside() : null
    writeDurably(this.#index, `${JSON.stringify({ entries }, null, 2)}\n`)
    try {
      record()
    } catch (cause) {
      this.#putBack(kept, text)
      throw cause
    }
  }

  #putBack(kept: string | null, text: string | null): void {
    try {
      if (kept !== null) renameSync(kept, this.#index)
      else if (text !== null) writeDurably(this.#index, text)
      else rmSync(this.#index, { force: true })
    } catch (cause) {
      const stays = 'The ledger could not be written, and the change of whom the workstation trusts stays.'
      throw fileFailure(cause, this.#index, stays)
    }
  }

  // Somebody may still read in it whom the workstation trusted.
  #setAside(): string {
    const kept = path.join(this.#folder, `index.damaged-${this.#now().replaceAll(':', '')}.json`)
    try {
      renameSync(this.#index, kept)
      return kept
    } catch (cause) {
      throw fileFailure(cause, this.#index, 'Nothing was changed.')
    }
  }

  #strays(known: ReadonlySet<string>): string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => /^[0-9a-f]{64}\.(cer|crl)$/.test(name) && !known.has(name.slice(0, 64)))
        .sort()
    } catch {
      // No folder, no strays; one that cannot be listed shows at the index.
      return []
    }
  }
}

const noIndex = (damaged: string | null, failure: unknown = null): Index => ({
  entries: [],
  damaged,
  failure,
  text: null,
})

function stampOf(place: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(place, { bigint: true })
    return [ino, size, mtimeNs, ctimeNs].join('-')
  } catch (cause) {
    return errnoOf(cause) ?? 'unknown'
  }
}

const sha256In = (raw: unknown): string => z.object({ sha256: z.string() }).safeParse(raw).data?.sha256 ?? ''
