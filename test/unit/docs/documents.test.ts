// What the documents promise is there: a row for each failure code, a decision for each link.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '#contract/errors.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (name: string): string => readFileSync(join(root, name), 'utf8')

describe('ARCHITECTURE.md', () => {
  const rows = [...read('ARCHITECTURE.md').matchAll(/^\| `([a-z-]+)` \|(.+)\|(.+)\|(.+)\|$/gm)].map(
    ([, code]) => code,
  )

  it('has a row for each failure code, and none for codes that do not exist', () => {
    expect(rows.toSorted()).toEqual([...errorCodes].toSorted())
  })
})

describe('links between documents', () => {
  const pages = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(root, 'docs/adr')).map((name) => `docs/adr/${name}`),
  ]
  it.each(pages)('%s points to files that exist', (page) => {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)#]+)\)/g)) {
      if (!/^[a-z]+:/.test(target)) expect(existsSync(join(root, page, '..', target)), target).toBe(true)
    }
  })
})
