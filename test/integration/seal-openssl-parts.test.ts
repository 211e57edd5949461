// The signed bytes by hand: the parts of every seal's report put together, hashed, and judged by openssl with the certificate
// and the signature cut out where the report says they are.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SealReport } from '#contract/seal.ts'
import type { ByteRange } from '#contract/units.ts'
import { makeSigner, scratchFolder, sealOnceMore, writeSealed } from '../support/made-export.ts'
import type { Signer } from '../support/made-export.ts'
import { needsSamples } from '../support/shared.ts'
import { assemble, hashNameOf } from '../support/signed-parts.ts'
import { verifyPath } from '../support/verify.ts'
import { hasOpenssl, OpensslFolder } from '../support/openssl-folder.ts'

const folder = new OpensslFolder()
afterAll(() => folder.remove())

function cut(file: Buffer, range: ByteRange | null | undefined): Buffer {
  if (!range) throw new Error('no place')
  return file.subarray(range.start, range.end)
}

/** What openssl says of one seal, asked with nothing but the report and the file. */
function askOpenssl(file: Buffer, seal: SealReport): 'verified' | 'failed' {
  folder.write('signed', assemble(file, seal.signedParts))
  folder.write('signature', cut(file, seal.signatureUsed))
  folder.write('certificate', cut(file, seal.leafCertificate?.bytes))
  const form = seal.leafCertificate?.encoding ?? 'der'
  folder.write('public', folder.run('x509', '-in', 'certificate', '-inform', form, '-pubkey', '-noout'))
  const salt = /salt (\d+|auto)/.exec(seal.algorithm)?.[1]
  const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', `rsa_pss_saltlen:${salt ?? ''}`]
  const said = folder.ask(
    ...['dgst', `-${hashNameOf(seal)}`, ...(salt ? pss : [])],
    ...['-verify', 'public', '-signature', 'signature', 'signed'],
  )
  return said.includes('Verified OK') ? 'verified' : 'failed'
}

function expectAgreement(file: Buffer, seal: SealReport): void {
  const signed = assemble(file, seal.signedParts)
  expect(createHash(hashNameOf(seal)).update(signed).digest('hex')).toBe(seal.digest)
  expect(askOpenssl(file, seal)).toBe(seal.status === 'intact' ? 'verified' : 'failed')
  // Neighbours are one part, and nothing is empty.
  for (const [index, part] of seal.signedParts.entries()) {
    const before = seal.signedParts[index - 1]
    if (part.kind === 'file') {
      expect(part.end).toBeGreaterThan(part.start)
      if (before?.kind === 'file') expect(before.end).not.toBe(part.start)
    } else expect(before?.kind).not.toBe(part.kind)
  }
  expect(seal.signedParts.length).toBeLessThan(12)
}

describe.skipIf(!hasOpenssl)('signed parts of seals by others', () => {
  const samples = needsSamples('seals')
  const names = [
    ...['p1', 'p2', 'f1', 'f2', 'v_spec', 'v_nohdlr', 'v_post', 'v_large', 'v_certtrail', 'v_salt32'],
    ...['v_pkcs1', 'v_ecdsa', 'v_ecdsa_nosigC', 'v_mfra_after_in', 'v_mfra_after_out', 'v_two_mfra_in'],
    ...['v_two_mfra_out', 'v_trailfree', 'v_attack', 'v_tamper', 'w3', 'w4', 'k3'],
  ]

  it.each(names)('%s: openssl says of each seal what the report says', async (name) => {
    const path = join(samples, `${name}.mp4`)
    const file = readFileSync(path)
    const report = await verifyPath(path)
    expect(report.seals.length).toBeGreaterThan(0)
    for (const seal of report.seals) {
      if (seal.status === 'empty') {
        expect(seal).toMatchObject({ signedParts: [], signatureUsed: null, digest: null })
        continue
      }
      expectAgreement(file, seal)
    }
  })
})

describe.skipIf(!hasOpenssl)('signed parts of our own seals', () => {
  let vms: Signer
  let lab: Signer
  beforeAll(async () => {
    vms = await makeSigner('VMS')
    lab = await makeSigner('Lab')
  })

  it('three seals in turn, and a changed byte: all as openssl finds them', async () => {
    const scratch = scratchFolder()
    const [one, two, three] = ['1', '2', '3'].map((name) => join(scratch, name)) as [string, string, string]
    await writeSealed(one, vms.key, { frames: 5 })
    await sealOnceMore(one, two, lab.key)
    await sealOnceMore(two, three, vms.key)
    const file = readFileSync(three)
    const { seals } = await verifyPath(three)
    expect(seals.map(({ status }) => status)).toEqual(['intact', 'intact', 'intact'])
    for (const seal of seals) expectAgreement(file, seal)
    // The first seal speaks of the file as it was: put together, that is the file with its signature zero.
    const first = readFileSync(one)
    const place = (await verifyPath(one)).seals[0]?.signatureBytes
    first.fill(0, place?.start, place?.end)
    expect(assemble(file, seals[0]?.signedParts ?? []).equals(first)).toBe(true)

    file[100] = (file[100] ?? 0) ^ 1
    folder.write('changed', file)
    const broken = (await verifyPath(folder.file('changed'))).seals
    expect(broken.map(({ status, range }) => [status, range])).toEqual([
      ['broken', null],
      ['broken', null],
      ['broken', null],
    ])
    for (const seal of broken) expectAgreement(file, seal)
  })
})
