// The cases that were opened on this workstation, newest first. A convenience: a damaged list is an empty list.
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { RecentCase } from '#contract/case.ts'
import { saysMissing } from '#engine/base/look-up.ts'
import { caseFolder } from './case-folder.ts'
import { writeDurably } from './durable-file.ts'

const most = 20
const Stored = RecentCase.omit({ present: true })
type Stored = z.infer<typeof Stored>

export class RecentCases {
  readonly #file: string

  /** `dataFolder`: where the workstation keeps its own things; made when first needed. */
  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, 'recent-cases.json')
  }

  list(): RecentCase[] {
    return this.#load().map((one) => ({ ...one, present: mayBeThere(caseFolder(one.path).database) }))
  }

  /** Puts a case at the top. Fails with `disk-full` or `destination-unwritable`; then the old list still stands. */
  add(opened: Stored): void {
    const others = this.#load().filter(({ path: other }) => other !== opened.path)
    this.#save([opened, ...others].slice(0, most))
  }

  remove(casePath: string): void {
    this.#save(this.#load().filter(({ path: other }) => other !== casePath))
  }

  #load(): Stored[] {
    try {
      const entries = z
        .object({ cases: z.array(z.unknown()) })
        .parse(JSON.parse(readFileSync(this.#file, 'utf8')))
      return entries.cases.flatMap((entry) => Stored.safeParse(entry).data ?? []).slice(0, most)
    } catch {
      return []
    }
  }

  #save(cases: Stored[]): void {
    writeDurably(this.#file, `${JSON.stringify({ cases }, null, 2)}\n`)
  }
}

/** Of what cannot be looked at, opening says why. */
function mayBeThere(file: string): boolean {
  try {
    statSync(file)
    return true
  } catch (cause) {
    return !saysMissing(cause)
  }
}
