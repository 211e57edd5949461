// Whose signature it is: the certificate counts, as the name that is shown stands in it.
import { createPublicKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { knowSigner } from '#engine/custody/known-keys.ts'
import { makeCertificate, makeRsaKey } from '#engine/seal/make-certificate.ts'

it('a key in another certificate is not the signer that is known', async () => {
  const privateKey = await makeRsaKey(2048)
  const request = {
    publicKey: createPublicKey(privateKey),
    issuer: { privateKey, certificate: null },
    ...{ notBefore: new Date('2026-01-01'), notAfter: new Date('2046-01-01'), authority: null },
  }
  const ada = makeCertificate({ ...request, commonName: 'Ada' })
  const bob = makeCertificate({ ...request, commonName: 'Bob' })
  const trust = { anchors: [], at: null }
  const at = new Date('2026-06-01')
  const known = { own: new Set<string>(), examiners: new Set([ada.signer.sha256]), trust }
  expect(knowSigner(known, ada, [], at)).toBe('examiner')
  expect(knowSigner(known, bob, [], at)).toBe('unknown')
  const own = { own: new Set([ada.signer.sha256]), examiners: new Set<string>(), trust }
  expect(knowSigner(own, ada, [], at)).toBe('own')
  expect(knowSigner(own, bob, [], at)).toBe('unknown')
})
