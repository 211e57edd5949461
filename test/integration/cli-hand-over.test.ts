// `exhibit hand-over` and `exhibit custody --export` as scripts use them: documents, exit codes, and nothing but what was asked.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { exhibit, jsonOf, sha256Of } from '../support/cli.ts'
import { Custody, Ingest, sha256, time } from '../support/cli-contract.ts'
import { suiteFolder } from '../support/evidence.ts'
import { acts } from '../support/ledger.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'

const folder = suiteFolder()
const root = join(folder, 'case')
let id: string
let packagePath: string

const HandOver = z.looseObject({
  folder: z.string(),
  pdf: z.string(),
  json: z.string(),
  signature: z.string(),
  receipt: z.looseObject({
    id: z.uuid(),
    time,
    from: z.string(),
    to: z.looseObject({ name: z.string(), organisation: z.string(), identification: z.string() }),
    reason: z.string(),
    files: z.array(z.looseObject({ path: z.string(), size: z.int(), sha256, itemId: z.string().nullable() })),
    ledger: z.looseObject({ seq: z.int(), hash: sha256 }),
  }),
})
const Written = z.looseObject({ path: z.string(), sha256, entries: z.int(), valid: z.boolean() })

beforeAll(async () => {
  const { key } = await makeSigner('VMS')
  await writeSealed(join(folder, 'one.mp4'), key)
  const { items } = await jsonOf(0, Ingest, 'ingest', '--case', root, join(folder, 'one.mp4'))
  id = items[0]?.id ?? ''
  const Package = z.looseObject({ package: z.string() })
  const made = await jsonOf(0, Package, 'export', '--case', root, '--item', id, '--out', join(folder, 'out'))
  packagePath = made.package
}, 240_000)

const to = ['--to', 'Judge', '--organisation', 'Court', '--identification', '12 A', '--reason', 'hearing']

// Each test starts several processes; the machine may be at work on others.
vi.setConfig({ testTimeout: 240_000 })

describe('hand-over', () => {
  it('of a package: finds its items, records them, and signs with this workstation’s key', async () => {
    const out = scratchFolder()
    const args = ['--case', root, '--package', packagePath, ...to, '--out', out, '--examiner', 'Ada']
    const result = await jsonOf(0, HandOver, 'hand-over', ...args)
    expect(result.receipt).toMatchObject({
      from: 'Ada',
      to: { name: 'Judge', organisation: 'Court', identification: '12 A' },
      reason: 'hearing',
    })
    expect(result.receipt.files[0]?.itemId).toBe(id)
    const ledger = await jsonOf(0, Custody, 'custody', '--case', root, '--verify')
    const entry = ledger.items.find(({ seq }) => seq === result.receipt.ledger.seq)
    expect(entry).toMatchObject({
      action: 'hand-over',
      actor: 'Ada',
      itemId: id,
      hash: result.receipt.ledger.hash,
    })
    const commands = readFileSync(join(result.folder, 'VERIFY.txt'), 'utf8').match(/^ {4}openssl .+$/gm) ?? []
    const said = spawnSync('sh', ['-c', commands.join('\n')], { cwd: result.folder, encoding: 'utf8' })
    expect(said.stdout.match(/Verified OK/g)).toHaveLength(2)
  })

  it('of originals, for people: where the receipt is and what it names', async () => {
    const { code, stdout } = await exhibit('hand-over', '--case', root, '--item', id, ...to)
    expect(code).toBe(0)
    const [where = '', file = ''] = stdout.split('\n')
    expect(where.startsWith(join(root, 'reports', 'hand-over-'))).toBe(true)
    expect(readdirSync(where)).toContain('receipt.pdf')
    expect(file).toContain(sha256Of(join(folder, 'one.mp4')))
  })

  it.each<[string, number, () => string[]]>([
    ['neither package nor items', 2, () => []],
    ['an id that is none', 2, () => ['--item', 'seven']],
    ['an item that is not there', 2, () => ['--item', 'c7a6bd0c-0000-4000-8000-000000000000']],
    ['a folder that is no package', 4, () => ['--package', folder]],
    ['a package that is not there', 4, () => ['--package', join(folder, 'nowhere')]],
  ])('%s: exit code %i, and no entry', async (_, code, what) => {
    const before = await jsonOf(0, Custody, 'custody', '--case', root)
    const outcome = await exhibit('hand-over', '--case', root, ...what(), ...to)
    expect(outcome.code, outcome.stderr).toBe(code)
    const after = await jsonOf(0, Custody, 'custody', '--case', root)
    // Opening a case for writing is an entry of its own.
    const added = acts(after.items.slice(before.entries))
    expect(added.filter(({ action }) => action !== 'case-opened')).toEqual([])
  })
})

describe('custody --export', () => {
  it.each([
    ['ledger.json', 'json'],
    ['ledger.csv', 'csv'],
    ['ledger.jsonld', 'case'],
  ])('%s is written as %s, by its ending', async (name, format) => {
    const path = join(scratchFolder(), name)
    const written = await jsonOf(0, Written, 'custody', '--case', root, '--export', path)
    expect(written).toMatchObject({ path, sha256: sha256Of(path), valid: true })
    const { items } = await jsonOf(0, Custody, 'custody', '--case', root)
    expect(acts(items).at(-1)).toMatchObject({
      action: 'ledger-exported',
      outputSha256: written.sha256,
      detail: { format, path },
    })
    const text = readFileSync(path, 'utf8')
    if (format === 'csv') expect(text).toMatch(/^\u{feff}seq,time,actor,/u)
    else expect(Object.keys(JSON.parse(text) as object)).toContain(format === 'json' ? 'items' : '@graph')
  })

  it('takes --format for other names, and refuses what it cannot write', async () => {
    const out = scratchFolder()
    const path = join(out, 'ledger.txt')
    const run = (...args: string[]): Promise<{ code: number | null }> =>
      exhibit('custody', '--case', root, ...args)
    expect((await run('--export', path)).code).toBe(2)
    expect((await run('--export', path, '--format', 'xml')).code).toBe(2)
    expect((await run('--format', 'csv')).code).toBe(2)
    expect(existsSync(path)).toBe(false)
    expect((await run('--export', path, '--format', 'csv')).code).toBe(0)
    writeFileSync(join(out, 'mine.json'), 'mine')
    expect((await run('--export', join(out, 'mine.json'))).code).toBe(2)
    expect(readFileSync(join(out, 'mine.json'), 'utf8')).toBe('mine')
  })
})
