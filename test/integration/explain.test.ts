// `exhibit explain`: the shape of its JSON, its exit codes, what it prints, and that the same comes from a case and into reports.
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Explanation } from '#contract/explanation.ts'
import type { ItemId } from '#contract/units.ts'
import { createEngine } from '#engine/engine.ts'
import { documentOf, exhibit, jsonOf, sha256Of, stateOf } from '../support/cli.ts'
import { Ingest } from '../support/cli-contract.ts'
import { makeEvidence, suiteFolder, writeKeyFiles } from '../support/evidence.ts'
import type { Evidence, KeyFiles } from '../support/evidence.ts'
import { readHtml } from '../support/html.ts'
import { scratchFolder } from '../support/made-export.ts'

const Explain = z.strictObject({ files: z.array(Explanation) })

const folder = suiteFolder()
let evidence: Evidence
let vms: KeyFiles
beforeAll(async () => {
  evidence = await makeEvidence(folder)
  vms = writeKeyFiles(folder, 'vms', evidence.vms)
})

describe('exhibit explain', () => {
  it('has one explanation a file, in the order of the arguments, and the worst outcome decides', async () => {
    const paths = [evidence.sealed, evidence.broken, evidence.unsealed]
    const { files } = await jsonOf(1, Explain, 'explain', ...paths)
    expect(files.map(({ path, verdict, sha256 }) => [path, verdict, sha256])).toEqual(
      paths.map((path, index) => [path, ['sealed', 'broken', 'unsealed'][index], sha256Of(path)]),
    )
    expect(files.map(({ proved: [first] }) => first)).toEqual([
      'Not one byte of the file changed since it was sealed.',
      'The file is not what seal 1 was made over, or that seal was made with another key.',
      expect.stringContaining('Which file was examined'),
    ])
  })

  it('has the exit codes of verify', async () => {
    for (const [path, code] of [
      [evidence.sealed, 0],
      [evidence.broken, 1],
      [evidence.unsealed, 3],
      [evidence.text, 4],
      [join(folder, 'missing.mp4'), 4],
    ] as const) {
      expect((await exhibit('explain', path)).code, path).toBe(code)
      expect((await exhibit('verify', path)).code, path).toBe(code)
    }
    expect((await exhibit('explain')).code).toBe(2)
    expect((await exhibit('explain', evidence.sealed, '--at', 'noon')).code).toBe(2)
  })

  it('names the signer as proved where his root is given, for the time that is asked for', async () => {
    const trusted = await jsonOf(0, Explain, 'explain', evidence.sealed, '--trust', vms.root)
    expect(trusted.files[0]?.proved.join()).toContain('Seal 1 was made with the key of VMS')
    expect(trusted.files[0]?.notProved).not.toContain('Who sealed it.')
    const later = await jsonOf(
      0,
      Explain,
      'explain',
      evidence.sealed,
      '--trust',
      vms.root,
      '--at',
      '2050-01-01T00:00:00Z',
    )
    expect(later.files[0]?.proved.join()).not.toContain('with the key of')
    expect(later.files[0]?.by[0]).toContain('his certificate had expired')
    expect((await jsonOf(0, Explain, 'explain', evidence.sealed)).files[0]?.notProved).toContain(
      'Who sealed it.',
    )
  })

  it('says of a file that cannot be read that nothing is proved', async () => {
    const { files } = await jsonOf(4, Explain, 'explain', join(folder, 'missing.mp4'))
    expect(files[0]).toMatchObject({
      verdict: 'unreadable',
      sha256: null,
      proved: ['Nothing: the file could not be read to its end.'],
    })
  })

  it('prints what can be read by people, with commands that can be copied, and writes to no file', async () => {
    const before = stateOf(evidence.twice)
    const { code, stdout, stderr } = await exhibit('explain', evidence.twice)
    expect([code, stderr]).toEqual([0, ''])
    for (const part of [
      'What is proved\n  - ',
      'What is not proved\n  - ',
      'By whom\n',
      'When\n',
      '1. The file [confirmed]',
      'Seal 2 of 2: do the bytes match',
    ])
      expect(stdout).toContain(part)
    const at = stdout.indexOf('# Checks seal 1 with openssl')
    const commands = stdout.slice(at, stdout.indexOf('\n\n', at))
    const { stdout: said } = spawnSync('sh', ['-e', '-c', commands], {
      cwd: scratchFolder(),
      encoding: 'utf8',
    })
    expect(said).toContain('Verified OK')
    expect(stateOf(evidence.twice)).toEqual(before)
  })

  it('is the same document with --json, whatever the names', async () => {
    const outcome = await exhibit('explain', '--json', '--', evidence.sealed)
    expect(documentOf(outcome, Explain).files).toHaveLength(1)
  })
})

describe('an item of a case', () => {
  const root = join(folder, 'case')

  /** What the call answers for every item. */
  async function explainedByCall(): Promise<Explanation[]> {
    const { handlers, close } = await createEngine({
      dataFolder: scratchFolder(),
      resourcesFolder: join(import.meta.dirname, '../../resources'),
      runtime: 'cli',
      emit: () => undefined,
    })
    try {
      await handlers['case.open']({ path: root, examiner: null })
      const explained: Explanation[] = []
      for (const { id } of await handlers['item.list']({}))
        explained.push(Explanation.parse(await handlers['item.explain']({ itemId: id })))
      const nobody = randomUUID() as string as ItemId
      await expect(handlers['item.explain']({ itemId: nobody })).rejects.toMatchObject({
        code: 'item-not-found',
      })
      return explained
    } finally {
      await close()
    }
  }

  it('is explained by the call and in reports as by the command', async () => {
    await jsonOf(1, Ingest, 'ingest', '--case', root, evidence.twice, evidence.broken)
    const { files } = await jsonOf(1, Explain, 'explain', evidence.twice, evidence.broken)
    const explained = await explainedByCall()
    expect(explained.map(({ sha256 }) => sha256).sort()).toEqual(files.map(({ sha256 }) => sha256).sort())
    const told = ({ summary, proved, notProved, steps }: Explanation) => [
      summary,
      proved,
      notProved,
      steps.map(({ id, tone, text }) => [id, tone, text]),
    ]
    for (const one of explained)
      expect(told(one)).toEqual(told(files.find(({ sha256 }) => sha256 === one.sha256)!))

    const out = join(scratchFolder(), 'report.html')
    expect((await exhibit('report', '--case', root, '--out', out)).code).toBe(0)
    const { text } = readHtml(readFileSync(out, 'utf8'))
    for (const { summary, proved, notProved, steps } of explained) {
      for (const sentence of [summary[0] ?? '', ...proved, ...notProved]) expect(text).toContain(sentence)
      for (const { title, commands } of steps) {
        expect(text).toContain(title)
        for (const line of commands?.trimEnd().split('\n') ?? []) expect(text).toContain(line)
      }
    }
  })
})
