// A recipient's way: the package and its VERIFY.txt, sh, openssl and sha256sum, and nothing of ours. Then the README's recipe.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ExportedFile } from '#contract/export.ts'
import { unwatched } from '#engine/base/progress.ts'
import { sceneTime } from '#engine/demo/scene-metadata.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { root } from '../support/cli.ts'
import { demoCase } from '../support/demo-case.ts'
import { scratchFolder, writeSealed } from '../support/made-export.ts'
import { verifyPath } from '../support/verify.ts'

const made = demoCase()
const hostile = `it's $(touch hacked) "7" \`touch hacked\`; touch hacked #.mp4`

type Package = { path: string; files: ExportedFile[] }
let whole: Package
let cut: Package
beforeAll(async () => {
  const { database, items, key, out } = made()
  const named = join(scratchFolderOfSuite(), hostile)
  await writeSealed(named, key)
  const taken = await ingest([named], { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  const order = { destination: out, key, operator: 'Ada', comment: '' }
  const context = { database, actor: 'Ada', unitName: 'Test bench' }
  const ids = [items.sealed, items.sealedTwice].map(({ summary }) => summary.id)
  const both = await exportItems(
    { ...order, itemIds: [...ids, taken.items[0]!.id!], from: null, to: null },
    context,
    unwatched,
  )
  const part = await exportItems(
    { ...order, itemIds: ids, from: sceneTime(5), to: sceneTime(12) },
    context,
    unwatched,
  )
  whole = { path: both.package, files: both.files }
  cut = { path: part.package, files: part.files }
})

const scratchFolderOfSuite = (): string => join(made().database.folder.root, '..')

/** A copy on the recipient's disk. */
function received({ path }: Package): string {
  const folder = join(scratchFolder(), 'received')
  cpSync(path, folder, { recursive: true })
  return folder
}

type Ran = { status: number | null; stdout: string; stderr: string }
const run = (folder: string, commands: string, env: Record<string, string> = {}): Ran => {
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', commands], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return { status, stdout, stderr }
}

/** What VERIFY.txt indents, block by block: commands, and one fingerprint to compare. */
function blocksOf(guide: string): string[] {
  return guide
    .split(/\n(?! {4})/)
    .map((part) =>
      part
        .split('\n')
        .filter((line) => line.startsWith('    '))
        .map((line) => line.slice(4))
        .join('\n'),
    )
    .filter((block) => block !== '')
}

const isCommands = (block: string): boolean => block.includes('openssl dgst')

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

describe.each(['whole', 'cut'] as const)('a package (%s)', (kind) => {
  const given = (): Package => (kind === 'whole' ? whole : cut)

  it('its VERIFY.txt says Verified OK for every file, and its hashes fit', () => {
    const folder = received(given())
    const [hashes, fingerprint, ...checks] = blocksOf(readFileSync(join(folder, 'VERIFY.txt'), 'utf8'))
    const sums = run(folder, hashes!)
    expect(sums.status, sums.stderr).toBe(0)
    expect(sums.stdout.trimEnd().split('\n').sort()).toEqual(
      readdirSync(folder)
        .filter((name) => name !== 'SHA256SUMS')
        .map((name) => `${name}: OK`)
        .sort(),
    )
    expect(checks.filter(isCommands)).toHaveLength(given().files.length)
    for (const commands of checks) {
      const { status, stdout, stderr } = run(folder, commands)
      expect([status, stdout.trimEnd().split('\n').at(-1)], stderr).toEqual([0, 'Verified OK'])
      expect(stdout).toContain(fingerprint!.replaceAll(' ', '').toUpperCase().match(/../g)!.join(':'))
    }
    const signer = spawnSync(
      'openssl',
      ['x509', '-in', join(folder, 'signer.pem'), '-noout', '-fingerprint', '-sha256'],
      { encoding: 'utf8' },
    )
    expect(signer.stdout.toLowerCase().replaceAll(/.*=|[:\n]/g, '')).toBe(fingerprint!.replaceAll(' ', ''))
  })

  it('one flipped bit of a video, and neither seal nor hash fits any more', () => {
    const folder = received(given())
    const [hashes, , ...checks] = blocksOf(readFileSync(join(folder, 'VERIFY.txt'), 'utf8'))
    const [file] = given().files
    flip(join(folder, basename(file!.path)), Math.floor(file!.size / 2))
    expect(run(folder, hashes!).status).not.toBe(0)
    const { status, stdout } = run(folder, checks[0]!)
    expect(status).not.toBe(0)
    expect(stdout).not.toContain('Verified OK')
  })

  it('the check writes beside the evidence and not into it', () => {
    const folder = received(given())
    const [, , ...checks] = blocksOf(readFileSync(join(folder, 'VERIFY.txt'), 'utf8'))
    const before = new Set(readdirSync(folder))
    for (const commands of checks) run(folder, commands)
    const added = readdirSync(folder).filter((name) => !before.has(name))
    expect(added.every((name) => name.startsWith('seal-check.'))).toBe(true)
    expect(run(folder, 'sha256sum -c --quiet SHA256SUMS').status).toBe(0)
    expect(existsSync(join(folder, 'hacked'))).toBe(false)
  })
})

describe('the recipe in the README', () => {
  const readme = join(root, 'README.md')
  const heading = 'Check a package without Exhibit'
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : ''
  const recipe = new RegExp(`^#+ ${heading}$[^]*?^\`\`\`sh\\n([^]*?)^\`\`\``, 'm').exec(text)?.[1]
  if (recipe === undefined) console.warn(`SKIPPED: README.md has no section “${heading}” with commands.`)

  const numbersOf = async (path: string): Promise<Record<string, string>> => {
    const seal = (await verifyPath(path)).seals.at(-1)!
    const [sig, cert] = [seal.signatureBytes!, seal.certificateBytes!]
    return {
      FILE: basename(path),
      SIG: `${sig.start}`,
      SIGLEN: `${sig.end - sig.start}`,
      CERT: `${cert.start}`,
      CERTLEN: `${cert.end - cert.start}`,
    }
  }

  it.skipIf(recipe === undefined)('says Verified OK, and does not once a bit was flipped', async () => {
    for (const given of [whole, cut]) {
      const folder = received(given)
      const path = join(folder, basename(given.files[1]!.path))
      const numbers = await numbersOf(path)
      const good = run(folder, recipe!, numbers)
      expect([good.status, good.stdout.trimEnd().split('\n').at(-1)], good.stderr).toEqual([0, 'Verified OK'])
      flip(path, 4_000)
      const bad = run(folder, recipe!.replace(/^sha256sum.*$/m, ''), numbers)
      expect([bad.status === 0, bad.stdout.includes('Verified OK')]).toEqual([false, false])
    }
  })
})
