// One pass over the file, whatever the pieces it comes in, gives what hashing the signed bytes of each seal gives.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { listSignedParts } from '#engine/exportfile/seal-parts.ts'
import { planSeals, startPass } from '#engine/exportfile/seal-plan.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { makeCertificate } from '#engine/seal/make-certificate.ts'
import { ftyp, meta, moov, sinf } from '#test/support/handmade-file.ts'
import { makeSigner } from '#test/support/made-export.ts'
import { assemble } from '#test/support/signed-parts.ts'

const oidEd25519 = Buffer.from('300506032b6570', 'hex')
const oidRsaSha512 = Buffer.from('300d06092a864886f70d01010d0500', 'hex')

/** Seals of three kinds, the media in front of them and behind. */
async function madeFile(): Promise<Buffer> {
  const signer = await makeSigner('VMS')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const certificate = makeCertificate({
    commonName: 'Ed',
    publicKey,
    issuer: signer.root,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2036-01-01T00:00:00Z'),
    authority: null,
  }).der
  const signature = sign(null, Buffer.from('any'), privateKey)
  const seals = [
    sinf(signer, { signature: Buffer.alloc(256, 3) }),
    sinf(signer, { signature, sigC: oidEd25519, certificate }),
    sinf(signer, { signature: Buffer.alloc(256, 4), sigC: oidRsaSha512 }),
  ]
  const head = [ftyp(), moov([0], 64), writeBox('mdat', new Uint8Array(900).fill(7)), meta(seals)]
  return Buffer.concat([...head, writeBox('free', new Uint8Array(50)), writeBox('skip', new Uint8Array(9))])
}

describe('SealPass', () => {
  it('agrees with the signed parts of every reading, in pieces of any size', async () => {
    const file = await madeFile()
    const source = memorySource('made', file)
    const plan = await planSeals(source, await readBoxTree(source, new Findings()), new Findings())
    expect(plan.seals.map(({ targets }) => targets.length > 1)).toEqual([true, true, true])
    const expected = plan.targets.map(({ coverage, hash, preamble }) =>
      createHash(hash)
        .update(preamble ?? new Uint8Array(0))
        .update(assemble(file, listSignedParts(coverage)))
        .digest('hex'),
    )
    expect(new Set(plan.targets.map(({ hash, preamble }) => `${hash} ${preamble?.length ?? 0}`))).toEqual(
      new Set(['sha256 0', 'sha512 64', 'sha512 0']),
    )
    const sha256 = createHash('sha256').update(file).digest('hex')
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 40 }), (sizes) => {
        const pass = startPass(plan)
        let at = 0
        for (const size of [...sizes, file.length]) {
          pass.update(file.subarray(at, at + size))
          at = Math.min(at + size, file.length)
        }
        const result = pass.finish()
        expect(result.digests.map((digest) => Buffer.from(digest).toString('hex'))).toEqual(expected)
        expect([result.sha256, result.size]).toEqual([sha256, file.length])
      }),
      { seed: 9, numRuns: 60 },
    )
  })
})
