// The boxes of a file as a tree in file order, what stands in one of them, and raw bytes.
import { z } from 'zod'
import { Bytes, Hex } from './units.ts'

export const boxesPerPage = 5_000
export const bytesPerPage = 4_096

export const BoxRow = z.strictObject({
  offset: Bytes,
  /** Four characters as Latin-1. */
  type: z.string(),
  /** Extended type of `uuid` boxes; null for others. */
  userType: Hex.nullable(),
  /** 0 at the top level. The boxes inside follow, deeper. */
  depth: z.int().nonnegative(),
  headerSize: z.int(),
  /** What is really there. */
  size: Bytes,
  /** What the size field says where that is more; null where it is true. */
  declaredSize: z.string().nullable(),
})
export type BoxRow = z.infer<typeof BoxRow>

export const BoxPage = z.strictObject({
  first: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** False where the file has more boxes than are read. */
  complete: z.boolean(),
  boxes: z.array(BoxRow).max(boxesPerPage),
})
export type BoxPage = z.infer<typeof BoxPage>

export const BoxField = z.strictObject({ name: z.string(), value: z.string() })
export type BoxField = z.infer<typeof BoxField>

export const BoxContent = z.strictObject({
  offset: Bytes,
  /** `moov/trak[1]/mdia`. */
  path: z.string(),
  fields: z.array(BoxField).max(1_000),
  /** Why there are no fields, or not all; null where all were read. */
  problem: z.enum(['unknown', 'cut', 'too-long']).nullable(),
})
export type BoxContent = z.infer<typeof BoxContent>

export const RawBytes = z.strictObject({ offset: Bytes, bytes: Hex })
export type RawBytes = z.infer<typeof RawBytes>
