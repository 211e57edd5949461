// What the tests of tampering share: the case, kinds of tampering, and whether what is said of a copy finds and places them.
import type Database from 'better-sqlite3'
import { beforeAll } from 'vitest'
import { suiteFolder } from './evidence.ts'
import { makeRealCase, saidOf } from './tamper.ts'
import type { RealCase, Said } from './tamper.ts'

export type Copy = { path: string; db: Database.Database }
export type Found = (said: Said) => boolean
export type Kind = { name: string; tamper: (copy: Copy) => void; found: Found }

export const minutes = 60_000

/** Call at the top of a file; the case is there once its tests run. */
export function tampering() {
  const folder = suiteFolder()
  let real: RealCase | null = null
  let counted = 0
  beforeAll(async () => {
    real = await makeRealCase(folder)
  }, 5 * minutes)
  const caseMade = (): RealCase => real!
  const lastCovered = (): number =>
    Math.max(...caseMade().entries.map(({ detail }) => Number(detail['coversSeq'] ?? 0)))

  /** What was not found, or not placed, with what was said instead. */
  async function missed(kinds: readonly Kind[]): Promise<string[]> {
    const left: string[] = []
    for (const { name, tamper, found: isFound } of kinds) {
      counted += 1
      const said = await saidOf(caseMade(), tamper)
      if (!isFound(said)) left.push(`${name}: ${said.text || 'nothing'}`)
    }
    return left
  }

  const found = {
    /** The ledger does not verify, from this entry on. */
    from:
      (seq: number): Found =>
      ({ ledger }) =>
        ledger?.valid === false && ledger.firstBad === seq,
    /** A span is named that holds the entry; or the entry is one that this workstation wrote after the last signature. */
    spans:
      (seq: number): Found =>
      ({ ledger, text }) => {
        const span = /Entr(?:y|ies) (\d+)(?: to (\d+))? (?:is|are) not what was signed/.exec(
          ledger?.reason ?? '',
        )
        if (span) return Number(span[1]) <= seq && seq <= Number(span[2] ?? span[1])
        if (ledger?.firstBad === seq) return true
        return seq > lastCovered() && text.includes('is not there')
      },
    says:
      (...words: (string | RegExp)[]): Found =>
      ({ text }) =>
        words.every((word) => (typeof word === 'string' ? text.includes(word) : word.test(text))),
  }
  return { caseMade, missed, found, counted: () => counted }
}
