// What programs that have ended left of copies for reading.
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { sweepReadingCopies } from '#engine/store/reading-place.ts'
import { scratchFolder } from '../../../support/made-export.ts'

it('is removed, but for what cannot be', (context) => {
  if (process.platform === 'win32' || process.getuid?.() === 0) context.skip('everything can be removed here')
  const scratch = scratchFolder()
  // No process has such a number.
  const [kept, removed] = ['a', 'b'].map((name) => join(scratch, `reading-4194999-${name}`)) as [
    string,
    string,
  ]
  for (const folder of [kept, removed]) {
    mkdirSync(folder)
    writeFileSync(join(folder, 'case.sqlite'), '')
  }
  chmodSync(kept, 0o500)
  onTestFinished(() => chmodSync(kept, 0o700))
  sweepReadingCopies(scratch)
  expect([kept, removed].map((path) => existsSync(path))).toEqual([true, false])
})
