// Walks the hash chain of the ledger and says where it first does not fit, and as far as a chain can tell, why.
// What no chain can tell: that somebody wrote all entries from one place on anew, and the case's record of the end with
// them. Only a head that was signed or handed out earlier tells that.
import type { CustodyEntry } from '#contract/custody.ts'
import type { CustodyRow } from './custody-row.ts'
import { entryFromRow, hashEntry, noPrevious } from './custody-row.ts'

/** Where the ledger ends: the last number and its hash; 0 and 64 zeros for an empty one. */
export type ChainEnd = { seq: number; hash: string }

export const chainStart: ChainEnd = { seq: 0, hash: noPrevious }

/** The first place that does not fit. */
export type ChainFault = { seq: number; reason: string }

export class ChainWalk {
  #end: ChainEnd
  #fault: ChainFault | null = null
  readonly #seqOfHash: (hash: string) => number | null

  /** `seqOfHash`: which entry of the ledger has this hash now, to tell a moved entry from a changed one. */
  constructor(start: ChainEnd, seqOfHash: (hash: string) => number | null) {
    this.#end = start
    this.#seqOfHash = seqOfHash
  }

  /** The next row by number. Gives its entry, or null where it is none; after a fault nothing more is judged. */
  next(row: CustodyRow): CustodyEntry | null {
    const entry = entryFromRow(row)
    if (!this.#fault) {
      const reason = this.#judge(row, entry)
      if (reason !== null) this.#fault = { seq: this.#end.seq + 1, reason }
      else this.#end = { seq: row.seq, hash: row.hash }
    }
    return entry
  }

  /** After the last row: compares with the case's own record of where the ledger ends. */
  finish(recorded: ChainEnd): ChainFault | null {
    return this.#fault ?? endFault(this.#end, recorded)
  }

  #judge(row: CustodyRow, entry: CustodyEntry | null): string | null {
    const expected = this.#end.seq + 1
    const { seq } = row
    if (seq > expected) {
      const removed =
        seq === expected + 1 ? `Entry ${expected} was` : `Entries ${expected} to ${seq - 1} were`
      return `${removed} removed: entry ${seq} follows entry ${this.#end.seq}.`
    }
    if (!entry) return `Entry ${seq} was changed: what stands there is not an entry.`
    const isWhole = hashEntry(entry) === entry.hash
    if (row.previous !== this.#end.hash) return this.#misplaced(row, isWhole)
    return isWhole
      ? null
      : `Entry ${seq} was changed after it was written: its content does not match its hash.`
  }

  #misplaced(row: CustodyRow, isWhole: boolean): string {
    const predecessor = this.#seqOfHash(row.previous)
    if (predecessor !== null && predecessor !== row.seq - 1) {
      return `Entry ${row.seq} stands in the wrong place: it was written after what is now entry ${predecessor}. Entries were moved or removed.`
    }
    if (isWhole) {
      return `Entry ${row.seq} does not follow entry ${row.seq - 1}: an entry before it was replaced or removed after entry ${row.seq} was written.`
    }
    return `Entry ${row.seq} was changed or put there: neither its predecessor nor its content matches its hashes.`
  }
}

function endFault(end: ChainEnd, recorded: ChainEnd): ChainFault | null {
  if (end.seq < recorded.seq) {
    const cut =
      end.seq + 1 === recorded.seq
        ? `Entry ${recorded.seq} was`
        : `Entries ${end.seq + 1} to ${recorded.seq} were`
    return {
      seq: end.seq + 1,
      reason: `${cut} removed from the end: the case records ${recorded.seq} entries.`,
    }
  }
  if (end.seq > recorded.seq) {
    const from = recorded.seq + 1
    return {
      seq: from,
      reason: `Entry ${from} was added by other means: the case records ${recorded.seq} entries.`,
    }
  }
  if (end.hash === recorded.hash) return null
  return {
    seq: end.seq,
    reason: `Entry ${end.seq}, the last one, was replaced: the case records another hash for it.`,
  }
}
