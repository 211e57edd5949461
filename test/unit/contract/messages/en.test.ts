// Each text stands in one place: a key that two files give would silently be the later one's.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from '#contract/messages/en.ts'

const folder = join(import.meta.dirname, '../../../../electron/contract/messages')

test('no key is given twice', () => {
  const files = [...readdirSync(join(folder, 'en')).map((name) => join('en', name)), 'en-review.ts']
  const keys = files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}'?([\w.-][\w. -]*)'?:/gm)].map(
      ([, key]) => key ?? '',
    ),
  )
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index)
  expect(twice).toEqual([])
  expect(new Set(keys)).toEqual(new Set(Object.keys(en)))
})
