// The ledger as a window looks at it: one page at a time of those entries that were asked for, however long it is.
import { z } from 'zod'
import { CustodyAction, CustodyEntry } from './custody.ts'
import { ItemId } from './units.ts'

/** Entries of one answer, at most. */
export const ledgerPageSize = 200

/** The beginning of a time as the ledger writes it: `2026-05-03T09:15`. */
const TimeStart = z
  .string()
  .max(30)
  .regex(/^\d{4}[-\d:T.]*$/)

export const LedgerWord = z.strictObject({
  text: z.string().min(1).max(4_096),
  /** Acts that are called so where it is asked: their names are a matter of language. */
  actions: z.array(CustodyAction),
})
export type LedgerWord = z.infer<typeof LedgerWord>

/** Which entries; null: any. */
export const LedgerQuery = z.strictObject({
  action: CustodyAction.nullable(),
  /** `case`: those that are about no item. */
  item: z.union([ItemId, z.literal('case')]).nullable(),
  actor: z.string().nullable(),
  from: TimeStart.nullable(),
  /** Up to the end of the year, day, minute … that it names. */
  to: TimeStart.nullable(),
  /** Each has to occur, in capitals or not: in what the entry says, or in the name of its item. */
  words: z.array(LedgerWord).max(100),
})
export type LedgerQuery = z.infer<typeof LedgerQuery>

/** `entry` is null where what stands at that number is no entry (any more). */
export const LedgerLine = z.strictObject({
  seq: z.int().positive(),
  entry: CustodyEntry.nullable(),
})
export type LedgerLine = z.infer<typeof LedgerLine>

export const LedgerPage = z.strictObject({
  /** How many stand in the ledger, and how many of them were asked for. */
  entries: z.int().nonnegative(),
  found: z.int().nonnegative(),
  /** Position of the first line among those found, oldest first, from 0: what is appended later does not move it. */
  first: z.int().nonnegative(),
  lines: z.array(LedgerLine).max(ledgerPageSize),
  /** Positions of another edition are not those of this one: the ledger was looked through anew. */
  edition: z.int(),
})
export type LedgerPage = z.infer<typeof LedgerPage>

/** Who and what occurs in the ledger, most used first. */
export const LedgerFacets = z.strictObject({
  actions: z.array(CustodyAction),
  actors: z.array(z.string()),
})
export type LedgerFacets = z.infer<typeof LedgerFacets>
