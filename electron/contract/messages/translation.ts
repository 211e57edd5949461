// What a translation may hold: some of the keys of English, each in the form that it has there.
import type { en } from './en.ts'

export type MessageKey = keyof typeof en

/** A message that depends on `count`. */
export type Plural = { readonly one: string; readonly other: string }

/** A key that English has not, or one form where English has two, is an error of the compiler. */
export type Translation = {
  readonly [K in MessageKey]?: (typeof en)[K] extends Plural ? Plural : string
}
