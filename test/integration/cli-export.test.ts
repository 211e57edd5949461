// `exhibit export`: packages with resealed and cut files, by the workstation's key or a given one; what is refused.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { acts } from '../support/ledger.ts'
import { exhibit, jsonOf, sha256Of, stateOf } from '../support/cli.ts'
import { Custody, Export, Ingest, Verify } from '../support/cli-contract.ts'
import { makeEvidence, suiteFolder, writeKeyFiles } from '../support/evidence.ts'
import type { Evidence, KeyFiles } from '../support/evidence.ts'
import { scratchFolder } from '../support/made-export.ts'

const folder = suiteFolder()
const root = join(folder, 'case')
let evidence: Evidence
let lab: KeyFiles
let ids: Record<'sealed' | 'unsealed' | 'broken', string>
beforeAll(async () => {
  evidence = await makeEvidence(folder)
  lab = writeKeyFiles(folder, 'lab', evidence.lab)
  const { items } = await jsonOf(
    1,
    Ingest,
    'ingest',
    '--case',
    root,
    evidence.sealed,
    evidence.unsealed,
    evidence.broken,
  )
  const [sealed = '', unsealed = '', broken = ''] = items.map(({ id }) => id ?? '')
  ids = { sealed, unsealed, broken }
})

const exported = (...args: string[]): string[] => ['export', '--case', root, ...args]
const span = ['--from', '2026-05-01T21:59:59.500Z', '--to', '2026-05-01T22:00:00.500Z']

describe('a package', () => {
  it('of a whole item, by the workstation’s own key: byte for byte, one seal more', async () => {
    const out = scratchFolder()
    const made = await jsonOf(
      0,
      Export,
      ...exported('--item', ids.sealed, '--out', out, '--operator', 'Ada', '--comment', 'for the court'),
    )
    const [file] = made.files
    expect(dirname(made.package)).toBe(out)
    expect(readdirSync(out)).toEqual([basename(made.package)])
    expect(readdirSync(made.package).sort()).toEqual([
      'SHA256SUMS',
      'VERIFY.txt',
      'export.json',
      'sealed.mp4',
      'signer.pem',
    ])
    expect(file).toMatchObject({
      path: join(made.package, 'sealed.mp4'),
      mode: 'resealed',
      from: '2026-05-01T21:59:58.500Z',
      to: '2026-05-01T22:00:00.500Z',
      verdict: 'sealed',
      sha256: sha256Of(join(made.package, 'sealed.mp4')),
    })
    const [verified] = (
      await jsonOf(0, Verify, 'verify', file?.path ?? '', '--trust', join(made.package, 'signer.pem'))
    ).files
    expect(verified?.seals.map(({ status, comment, trust }) => [status, comment, trust])).toEqual([
      ['intact', 'request 7', 'untrusted'],
      ['intact', 'for the court', 'trusted'],
    ])
    const told = JSON.parse(readFileSync(join(made.package, 'export.json'), 'utf8'))
    expect(told).toMatchObject({
      operator: 'Ada',
      comment: 'for the court',
      files: [{ path: 'sealed.mp4', sha256: file?.sha256, mode: 'resealed' }],
    })
    const entry = acts((await jsonOf(0, Custody, 'custody', '--case', root, '--verify')).items).at(-1)
    expect(entry).toMatchObject({
      action: 'export',
      actor: 'Ada',
      itemId: ids.sealed,
      inputSha256: sha256Of(evidence.sealed),
      outputSha256: file?.sha256,
    })
  })

  it('cut, by a given key: says what it really holds', async () => {
    const made = await jsonOf(
      0,
      Export,
      ...exported(
        '--item',
        ids.sealed,
        '--out',
        scratchFolder(),
        ...span,
        '--key',
        lab.key,
        '--cert',
        lab.cert,
      ),
    )
    const [file] = made.files
    expect(file).toMatchObject({
      mode: 'cut',
      from: '2026-05-01T21:59:59.500Z',
      to: '2026-05-01T22:00:00.500Z',
      samplesReencoded: 0,
      verdict: 'sealed',
    })
    expect(basename(file?.path ?? '')).toBe('sealed-cut.mp4')
    const [verified] = (
      await jsonOf(0, Verify, 'verify', file?.path ?? '', '--trust', lab.root, '--at', '2026-06-01')
    ).files
    expect(verified?.seals).toMatchObject([
      { status: 'intact', trust: 'trusted', signer: { subject: 'CN=Lab' } },
    ])
  })

  it('cut on one side alone, and by PKCS#12', async () => {
    const key = ['--key', lab.p12, '--password', lab.password]
    const head = await jsonOf(
      0,
      Export,
      ...exported('--item', ids.sealed, '--out', scratchFolder(), ...span.slice(2), ...key),
    )
    expect(head.files[0]).toMatchObject({
      mode: 'cut',
      from: '2026-05-01T21:59:58.500Z',
      to: '2026-05-01T22:00:00.500Z',
    })
    const tail = await jsonOf(
      0,
      Export,
      ...exported('--item', ids.sealed, '--out', scratchFolder(), ...span.slice(0, 2), ...key),
    )
    expect(tail.files[0]).toMatchObject({
      mode: 'cut',
      from: '2026-05-01T21:59:59.500Z',
      to: '2026-05-01T22:00:00.500Z',
    })
  })

  it('of several items, each in its own file, with the verdict that it deserves', async () => {
    const out = scratchFolder()
    const made = await jsonOf(
      1,
      Export,
      ...exported('--item', ids.sealed, ids.unsealed, ids.sealed, '--item', ids.broken, '--out', out),
    )
    expect(made.files.map(({ path, verdict }) => [basename(path), verdict])).toEqual([
      ['sealed.mp4', 'sealed'],
      ['unsealed.mp4', 'sealed'],
      ['sealed-2.mp4', 'sealed'],
      ['broken.mp4', 'broken'],
    ])
    const sums = readFileSync(join(made.package, 'SHA256SUMS'), 'utf8')
    for (const { path, sha256 } of made.files) expect(sums).toContain(`${sha256}  ${basename(path)}\n`)
  })

  it('never replaces another: the next one gets another name', async () => {
    const out = scratchFolder()
    for (let count = 0; count < 2; count += 1)
      await jsonOf(0, Export, ...exported('--item', ids.sealed, '--out', out))
    expect(readdirSync(out)).toHaveLength(2)
  })

  it('leaves originals and sources as they were', async () => {
    const original = join(root, 'vault', sha256Of(evidence.sealed).slice(0, 2), sha256Of(evidence.sealed))
    const before = [original, evidence.sealed].map(stateOf)
    await jsonOf(0, Export, ...exported('--item', ids.sealed, '--out', scratchFolder()))
    expect([original, evidence.sealed].map(stateOf)).toEqual(before)
  })

  it('without --json names the package and its files', async () => {
    const { code, stdout } = await exhibit(
      ...exported('--item', ids.sealed, '--out', scratchFolder(), ...span),
    )
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /exhibit-export-[\d-]+\n.*sealed-cut\.mp4.*cut, sealed, 2026.* 0 samples re-encoded\n$/,
      ),
    ])
  })
})

it('without --json says why a cut differs, and on stderr what lies unfinished at the destination', async () => {
  const out = scratchFolder()
  const rest = 'exhibit-export-20260501-220000.partial'
  mkdirSync(join(out, rest))
  const between = ['--from', '2026-05-01T21:59:59.700Z', '--to', '2026-05-01T22:00:00.500Z']
  const { code, stdout, stderr } = await exhibit(...exported('--item', ids.sealed, '--out', out, ...between))
  expect([code, stderr]).toEqual([0, expect.stringContaining(rest)])
  expect(stdout).toMatch(/ 0 samples re-encoded\n {4}\S.*\n/)
})

describe('refused, with nothing left behind', () => {
  const other = '00000000-0000-4000-8000-000000000000'
  it.each<[number, string, () => string[], RegExp]>([
    [2, 'an item that is not in the case', () => ['--item', other], /no item/],
    [2, 'an item id that is none', () => ['--item', '7'], /not the id/],
    [2, 'one good item and one that is not there', () => ['--item', ids.sealed, other], /no item/],
    [
      2,
      'a span before the recording',
      () => ['--item', ids.sealed, '--from', '2026-04-01', '--to', '2026-04-02'],
      /has no picture between/,
    ],
    [
      2,
      'a span after the recording',
      () => ['--item', ids.sealed, '--from', '2026-06-01', '--to', '2026-06-02'],
      /has no picture between/,
    ],
    [
      2,
      'a span that ends before it begins',
      () => ['--item', ids.sealed, '--from', span[3] ?? '', '--to', span[1] ?? ''],
      /not after its start/,
    ],
    [
      2,
      'an empty span',
      () => ['--item', ids.sealed, '--from', span[1] ?? '', '--to', span[1] ?? ''],
      /not after its start/,
    ],
    [2, 'a time that is none', () => ['--item', ids.sealed, '--from', 'noon'], /noon/],
    [2, 'a certificate without a key', () => ['--item', ids.sealed, '--cert', lab.cert], /--key/],
    [
      4,
      'a key that cannot be read',
      () => ['--item', ids.sealed, '--key', evidence.text, '--cert', lab.cert],
      /text\.txt/,
    ],
    [2, 'a comment without end', () => ['--item', ids.sealed, '--comment', 'x'.repeat(4_097)], /4,096/],
    [2, 'no item', () => [], /--item/],
  ])('%i: %s', async (code, _, args, why) => {
    const out = join(scratchFolder(), 'out')
    const outcome = await exhibit(...exported('--out', out, ...args()))
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toMatch(why)
    expect(existsSync(out) ? readdirSync(out) : []).toEqual([])
  })

  it('5: a destination that is a file; 4: a case that is none', async () => {
    const taken = join(scratchFolder(), 'taken')
    writeFileSync(taken, 'mine')
    expect((await exhibit(...exported('--item', ids.sealed, '--out', taken))).code).toBe(5)
    expect(readFileSync(taken, 'utf8')).toBe('mine')
    expect(
      (await exhibit('export', '--case', join(folder, 'none'), '--item', ids.sealed, '--out', folder)).code,
    ).toBe(4)
  })
})
