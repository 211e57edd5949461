// The commands of an explanation, run by sh with openssl and sha256sum on the very files: files by others, each seal of each,
// and files made here. What they print has to be what the report says.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Explanation, ExplanationStep } from '#contract/explanation.ts'
import type { SealReport, Verification } from '#contract/seal.ts'
import { explainFile } from '#engine/examine/explain-file.ts'
import { formatPem } from '#engine/seal/pem.ts'
import {
  makeSigner,
  scratchFolder,
  sealOnceMore,
  writeSealed,
  writeUnsealed,
} from '../support/made-export.ts'
import { meta, methods, SealMaker } from '../support/openssl-seals.ts'
import { needsSamples } from '../support/shared.ts'
import { verifyPath } from '../support/verify.ts'

type Explained = { verification: Verification; explanation: Explanation }

async function explained(path: string, trust: string[] = []): Promise<Explained> {
  const verification = await verifyPath(path, trust)
  const fileName = basename(path)
  const file = { place: path, fileName, verification, inspection: null, clockOffset: null }
  return { verification, explanation: await explainFile(file) }
}

const stepOf = ({ steps }: Explanation, id: string): ExplanationStep => {
  const step = steps.find((one) => one.id === id)
  if (!step) throw new Error(`no step ${id} among ${steps.map((one) => one.id).join()}`)
  return step
}

type Ran = { status: number | null; said: string; stderr: string }
function run(commands: string | null, folder: string): Ran {
  expect(commands).not.toBeNull()
  const { status, stdout, stderr } = spawnSync('sh', ['-c', commands ?? ''], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, said: stdout, stderr }
}

/** A copy in a folder of its own, where the commands may write. */
function copied(path: string): string {
  const copy = join(scratchFolder(), basename(path))
  copyFileSync(path, copy)
  return copy
}

/** Every step that has commands says on the file what the report says. */
function expectSame(path: string, { verification, explanation }: Explained): void {
  const folder = join(path, '..')
  const before = readFileSync(path)
  expect(run(stepOf(explanation, 'file').commands, folder).said).toContain(verification.sha256)
  for (const seal of verification.seals) {
    const { commands, text } = stepOf(explanation, `seal-${seal.index + 1}`)
    if (seal.status === 'unsupported') {
      expect([commands, text.at(-1)]).toEqual([null, expect.stringContaining('no commands for this seal')])
      continue
    }
    const { status, said, stderr } = run(commands, folder)
    const about = `${basename(path)} seal ${seal.index + 1}: ${said}${stderr}`
    if (seal.status === 'intact') {
      expect(said, about).toMatch(/Verified OK|Signature Verified/)
      expect([status, stderr], about).toEqual([0, ''])
      if (seal.algorithm === 'Ed25519') expect(seal.digest).toBeNull()
      else expect(said, about).toContain(seal.digest)
      expectCertificate(run(stepOf(explanation, `seal-${seal.index + 1}-trust`).commands, folder), seal)
    } else if (seal.status === 'broken') {
      expect(status, about).not.toBe(0)
      expect(said + stderr, about).toMatch(/Verification failure/i)
      expect(said, about).not.toContain('Verified OK')
    } else expect(said.trim(), about).toBe('0')
  }
  expect(readFileSync(path).equals(before)).toBe(true)
}

function expectCertificate({ said, stderr }: Ran, { signer }: SealReport): void {
  const fingerprint = signer?.sha256.toUpperCase().match(/../g)?.join(':')
  expect(said + stderr).toContain(fingerprint)
}

/** A copy with one bit changed. */
const flipped = (path: string, at: number): string => {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  const changed = join(scratchFolder(), basename(path))
  writeFileSync(changed, bytes)
  return changed
}

describe.each(['seals', 'isosign'])('files by others (%s)', (name) => {
  const folder = needsSamples(name)

  it('openssl says of each seal what the report says, before and after one bit was changed', async () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.mp4'))
    expect(files.length).toBeGreaterThan(1)
    for (const file of files) {
      const path = copied(join(folder, file))
      expectSame(path, await explained(path))
      const changed = flipped(path, 600)
      const after = await explained(changed)
      for (const { status } of after.verification.seals) expect(['broken', 'empty']).toContain(status)
      expectSame(changed, after)
    }
  })
})

describe('what lies outside', () => {
  const folder = needsSamples('seals')

  it.each([
    ['v_attack', 'm d a t'],
    ['v_trailfree', 'f r e e'],
    ['v_mfra_after_out', 'm f r a'],
  ])('of %s can be looked at', async (file, type) => {
    const path = copied(join(folder, `${file}.mp4`))
    const { explanation } = await explained(path)
    const { said } = run(stepOf(explanation, 'coverage').commands, join(path, '..'))
    expect(said.replaceAll(/\s+/g, ' ')).toContain(type)
  })

  it('of a file that is covered wholly is nothing', async () => {
    const path = copied(join(folder, 'p2.mp4'))
    expect(stepOf((await explained(path)).explanation, 'coverage').commands).toBeNull()
  })
})

describe('files made here', () => {
  it.each([
    ['every algorithm', methods, false],
    ['some algorithms, sizes in 64 bits', methods.slice(5, 9), true],
  ] as const)('sealed with %s, one after the other', async (_, chosen, wide) => {
    const maker = new SealMaker()
    maker.makeKeys()
    const path = join(scratchFolder(), 'all.mp4')
    await writeUnsealed(path)
    const body = readFileSync(path)
    const sinfs: Buffer[] = []
    let file: Buffer = body
    for (const method of chosen) {
      const sinf = maker.sinf(method)
      file = maker.sign(Buffer.concat([body, meta([...sinfs, sinf], wide)]), method)
      sinfs.push(Buffer.from(file.subarray(file.length - sinf.length)))
    }
    writeFileSync(path, file)
    const found = await explained(path)
    expect(found.verification.seals.map(({ status }) => status)).toEqual(chosen.map(({ status }) => status))
    expectSame(path, found)
    const changed = flipped(path, 600)
    const after = await explained(changed)
    expect(after.verification.seals.map(({ status }) => status)).toEqual(
      chosen.map(({ status }) => (status === 'intact' ? 'broken' : status)),
    )
    expectSame(changed, after)
    maker.folder.remove()
  })

  it('sealed three times: each seal by hand, and its certificate under the root that openssl is given', async () => {
    const folder = scratchFolder()
    const signers = [
      await makeSigner('VMS one'),
      await makeSigner('Lab two'),
      await makeSigner('Court three'),
    ]
    const [first, second, third] = signers
    const paths = ['one.mp4', 'two.mp4', 'three.mp4'].map((name) => join(folder, name))
    await writeSealed(paths[0]!, first!.key)
    await sealOnceMore(paths[0]!, paths[1]!, second!.key)
    await sealOnceMore(paths[1]!, paths[2]!, third!.key)
    const roots = signers.map(({ root }, index) => {
      const path = join(folder, `root-${index}.pem`)
      writeFileSync(path, formatPem('CERTIFICATE', root.certificate.der))
      return path
    })
    const found = await explained(paths[2]!, roots)
    expect(found.verification.seals.map(({ status, trust }) => [status, trust])).toEqual(
      signers.map(() => ['intact', 'trusted']),
    )
    expectSame(paths[2]!, found)
    for (const [index, root] of roots.entries()) {
      copyFileSync(root, join(folder, 'root.pem'))
      const { commands } = stepOf(found.explanation, `seal-${index + 1}-trust`)
      expect(run(commands, folder)).toMatchObject({
        status: 0,
        said: expect.stringContaining('seal-check.pem: OK'),
      })
      copyFileSync(roots[(index + 1) % 3]!, join(folder, 'root.pem'))
      expect(run(commands, folder).status).not.toBe(0)
    }
  })
})
