// The ledger's hashes as another program finds them, from the rows alone and the rule in ten lines.
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { newCase } from '#test/support/store.ts'

const judge = `
import hashlib, json, sqlite3, sys
columns = 'seq time actor action item_id input_sha256 output_sha256 detail tool_version previous'.split()
keys = 'seq time actor action itemId inputSha256 outputSha256 detail toolVersion previous'.split()
for row in sqlite3.connect(sys.argv[1]).execute('SELECT ' + ', '.join(columns) + ' FROM custody ORDER BY seq'):
    entry = dict(zip(keys, row))
    entry['detail'] = json.loads(entry['detail'])
    text = json.dumps(entry, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    print(hashlib.sha256(text.encode()).hexdigest())
`

test('Python finds the same hashes', async (context) => {
  if (spawnSync('python3', ['-c', 'import sqlite3']).status !== 0) context.skip('there is no Python')
  const database = await newCase()
  for (let at = 0; at < 20; at += 1) {
    database.custody.append({
      actor: 'Zoë “7”\n',
      action: 'report',
      detail: { at, half: at / 2, 'ä b': [true, null, '\u0001\u007f😀'] },
    })
  }
  const said = spawnSync('python3', ['-c', judge, database.folder.database], { encoding: 'utf8' })
  expect(said.stderr).toBe('')
  expect(said.stdout.trim().split('\n')).toEqual(
    database.custody.verifyLedger().items.map(({ hash }) => hash),
  )
})
