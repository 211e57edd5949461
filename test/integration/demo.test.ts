// `exhibit demo`: the main job from end to end, as somebody does who tries the program for the first time.
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { acts } from '../support/ledger.ts'
import { documentOf, exhibit, exhibitIn, jsonOf } from '../support/cli.ts'
import type { Outcome } from '../support/cli.ts'
import { Custody, Export, Ingest, Verify, VerifiedFile } from '../support/cli-contract.ts'
import { demoExports } from '../support/demo.ts'
import { suiteFolder } from '../support/evidence.ts'
import { complaintsOf, hasFfprobe, packetsOf, ticksOf } from '../support/judge.ts'
import { makeDemoCase } from '#engine/demo/demo-case.ts'
import { demoFilePaths, makeDemoFiles } from '#engine/demo/demo-files.ts'
import { frameCode } from '#engine/demo/painter.ts'
import { sceneTime } from '#engine/demo/scene-metadata.ts'
import { evidenceInput, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { unwatched } from '#engine/base/progress.ts'
import { openCase } from '#engine/store/case-database.ts'
import { scratchFolder } from '../support/made-export.ts'

vi.mock('#engine/demo/demo-files.ts', { spy: true })

const folder = suiteFolder()
let outcome: Outcome
beforeAll(async () => {
  outcome = await exhibitIn({ cwd: folder }, 'demo')
})

const Demo = z.looseObject({
  root: z.string(),
  ingested: Ingest,
  packages: z.array(Export),
  verification: z.array(VerifiedFile),
  custody: z.looseObject({ valid: z.literal(true) }),
})

describe('the demo', () => {
  const root = join(folder, 'exhibit-demo')

  it('says what it does, step by step, and ends with 0', () => {
    expect([outcome.code, outcome.stderr]).toEqual([0, ''])
    for (const word of [
      'Making',
      'Ingesting',
      'north-gate.mp4',
      'Changed after sealing',
      'No seal',
      'Cutting',
      'Sealing',
      'Verifying',
      'Custody',
      'VERIFY.txt',
    ]) {
      expect(outcome.stdout).toContain(word)
    }
  })

  it('leaves exports, a case and two packages, and nothing unfinished', () => {
    expect(readdirSync(root).sort()).toEqual(['case', 'exports', 'handed-on'])
    expect(
      readdirSync(join(root, 'exports'))
        .filter((name) => name.endsWith('.mp4'))
        .sort(),
    ).toEqual(['north-gate-altered.mp4', 'north-gate.mp4', 'patrol-car-7-unsealed.mp4', 'patrol-car-7.mp4'])
    expect(readdirSync(join(root, 'handed-on'))).toHaveLength(2)
    const everything = readdirSync(root, { recursive: true, encoding: 'utf8' })
    expect(everything.filter((name) => /partial|\.part$|-wal$|-journal$/.test(name))).toEqual([])
  })

  it('its exports deserve the verdicts that it gives them', async () => {
    const at = (name: string): string => join(root, 'exports', name)
    const trust = ['--trust', at('metro-vms-root.pem'), '--at', '2026-05-02']
    const { files } = await jsonOf(
      0,
      Verify,
      'verify',
      at('north-gate.mp4'),
      at('patrol-car-7.mp4'),
      ...trust,
    )
    expect(files.map(({ seals }) => seals.map(({ status, trust: who }) => [status, who]))).toEqual([
      [['intact', 'trusted']],
      [
        ['intact', 'trusted'],
        ['intact', 'untrusted'],
      ],
    ])
    expect((await exhibit('verify', at('north-gate-altered.mp4'))).code).toBe(1)
    expect((await exhibit('verify', at('patrol-car-7-unsealed.mp4'))).code).toBe(3)
    if (hasFfprobe)
      for (const name of ['north-gate.mp4', 'patrol-car-7.mp4', 'patrol-car-7-unsealed.mp4'])
        expect(complaintsOf(at(name))).toEqual([])
  })

  it('its case holds together', async () => {
    const { items } = await jsonOf(0, Custody, 'custody', '--case', join(root, 'case'), '--verify')
    const actions = acts(items).map(({ action }) => action)
    expect(actions).toEqual([
      'case-created',
      'trust-added',
      'intake-started',
      'ingest',
      'ingest',
      'ingest',
      'ingest',
      'export',
      'export',
    ])
  })

  it('is not made over another: 2, and the first stays', async () => {
    const before = readFileSync(join(root, 'exports', 'north-gate.mp4'))
    const again = await exhibitIn({ cwd: folder }, 'demo')
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('not empty')])
    expect(readFileSync(join(root, 'exports', 'north-gate.mp4')).equals(before)).toBe(true)
  })
})

it('with --json it is one document, wherever it is made', async () => {
  const root = join(scratchFolder(), 'deep', 'down')
  const told = documentOf(await exhibit('demo', root, '--json'), Demo)
  expect(told.root).toBe(root)
  expect(told.ingested.items.map(({ path, verdict }) => [path, verdict])).toEqual([
    ['north-gate.mp4', 'sealed'],
    ['patrol-car-7.mp4', 'sealed'],
    ['north-gate-altered.mp4', 'broken'],
    ['patrol-car-7-unsealed.mp4', 'unsealed'],
  ])
  expect(told.packages.flatMap(({ files }) => files.map(({ mode, verdict }) => [mode, verdict]))).toEqual([
    ['cut', 'sealed'],
    ['resealed', 'sealed'],
  ])
  expect(told.verification.map(({ seals }) => seals.length)).toEqual([1, 3])
})

describe.skipIf(!hasFfprobe)('pictures of the demo', () => {
  it.each(['sealed', 'sealedTwice'] as const)('show the number that their time says (%s)', async (name) => {
    const files = await demoExports()
    const { bits, size, left, top } = frameCode
    const strip = `crop=${bits * size}:${size}:${left}:${top},scale=${bits}:1:flags=area,format=gray`
    const raw = await runFfmpeg([
      ...evidenceInput(files[name]),
      '-map',
      '0:v:0',
      '-vf',
      strip,
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      'pipe:1',
    ])
    const shown = Array.from({ length: raw.length / bits }, (_, at) =>
      raw.subarray(at * bits, (at + 1) * bits).reduce((number, luma) => number * 2 + (luma > 90 ? 1 : 0), 0),
    )
    const times = packetsOf(files[name], 'v:0')
      .map(({ utc }) => utc)
      .sort((a, b) => (a < b ? -1 : 1))
    expect(times.map((utc) => Number((utc - ticksOf(sceneTime(0)) + 200_000n) / 400_000n))).toEqual(shown)
  })
})

describe('the demo case of the window', () => {
  it('is made once, whole, and then left alone', async () => {
    const files = await demoExports()
    // Encoding is proved above; here it would only cost time.
    vi.mocked(makeDemoFiles).mockImplementationOnce((to) => {
      cpSync(dirname(files.sealed), to, { recursive: true })
      return Promise.resolve(demoFilePaths(to))
    })
    const path = join(scratchFolder(), 'demo-case')
    await makeDemoCase(path, unwatched)
    expect(readdirSync(join(path, '..')).sort()).toEqual(['demo-case', 'demo-case-exports'])
    const database = await openCase(path, { actor: 'Ada' })
    const names = database.items.list().map(({ name }) => name)
    database.close()
    expect(names).toHaveLength(4)
    await makeDemoCase(path, unwatched)
    const again = await openCase(path, { actor: 'Ada', readOnly: true })
    expect(again.custody.verifyLedger().items.at(-1)?.action).toBe('case-opened')
    again.close()
  })

  it('cancelled, it leaves no case that could be taken for one', async () => {
    const path = join(scratchFolder(), 'demo-case')
    const work = { ...unwatched, signal: AbortSignal.timeout(400) }
    await expect(makeDemoCase(path, work)).rejects.toThrow(/abort/i)
    expect(readdirSync(join(path, '..'))).toEqual([])
  })
})
