// Keys of signatures inside the video, and what this version cannot check.
import { describe, expect, it } from 'vitest'
import type { SigningOutcome } from '#engine/mediasigning/signing-verifier.ts'
import {
  certificateRecord,
  chainTag,
  group,
  makeCamera,
  record,
  signedGroups,
  verify,
} from './made-records.ts'
import type { Piece } from './made-records.ts'

const camera = makeCamera('Camera')
const stranger = makeCamera('Stranger')

const runsOf = (outcome: SigningOutcome): string =>
  outcome.frameRuns.map(({ first, count, state }) => `${first}+${count} ${state}`).join(', ')
const signed = signedGroups(camera, [4, 5, 6, 3])
const stream = signed.flat()

describe('keys', () => {
  const bare = (key = camera): Piece[] => signedGroups(key, [4, 5], { chain: [] }).flat()

  it('come with a certificate record, before or after', () => {
    expect(verify([certificateRecord(camera), ...bare()])).toMatchObject({
      verdict: 'authentic',
      framesVerified: 9,
    })
    expect(verify([...bare(), certificateRecord(camera)])).toMatchObject({
      verdict: 'authentic',
      framesVerified: 9,
    })
  })

  it('without any, nothing can be told', () => {
    const outcome = verify(bare())
    expect(outcome).toMatchObject({ verdict: 'not-checkable', signer: null, framesVerified: 0 })
    expect(runsOf(outcome)).toBe('0+9 unsupported')
  })

  it('of a user count where the maker announces them', () => {
    const outcome = verify([certificateRecord(camera, stranger), ...bare(stranger)])
    expect(outcome).toMatchObject({ verdict: 'authentic', framesVerified: 9 })
    expect(outcome.signer?.subject).toBe('CN=Stranger')
    expect(outcome.maker?.leaf.signer.subject).toBe('CN=Camera')
    expect(outcome.makerCertificates).toHaveLength(1)
    // Signed by the announced key itself instead of the maker's.
    expect(verify([certificateRecord(camera, stranger, stranger), ...bare(stranger)]).verdict).toBe(
      'not-authentic',
    )
    expect(verify([certificateRecord(camera), ...bare(stranger)]).verdict).toBe('not-authentic')
  })

  it('handed over to the key of a user is said', () => {
    const codes = (outcome: ReturnType<typeof verify>): string[] => outcome.findings.map(({ code }) => code)
    const handed = verify([certificateRecord(camera), certificateRecord(camera, stranger), ...bare(stranger)])
    expect(handed.verdict).toBe('authentic')
    expect(codes(handed)).toContain('media-signing-key-handed-over')
    expect(codes(verify([certificateRecord(camera, stranger), ...bare(stranger)]))).not.toContain(
      'media-signing-key-handed-over',
    )
  })

  it('a certificate record exchanged or alone', () => {
    expect(verify([certificateRecord(stranger), ...stream]).verdict).toBe('not-authentic')
    expect(verify([certificateRecord(stranger), ...bare()]).verdict).toBe('not-authentic')
    const alone = verify([certificateRecord(camera), ...group('a', 3)])
    expect(alone).toMatchObject({ verdict: 'not-checkable', framesPending: 3 })
    expect(alone.reason).toContain('no signature record')
  })

  it('the chain of a user inside a record of a group', () => {
    const chain = [chainTag(camera), chainTag(stranger, true)]
    const outcome = verify(signedGroups(stranger, [3, 3], { chain }).flat())
    expect(outcome).toMatchObject({ verdict: 'authentic' })
    expect(outcome.signer?.subject).toBe('CN=Stranger')
  })
})

describe('what this version cannot check is never called broken', () => {
  const pieces = group('a', 4)

  it('an unknown hash, an unknown version', () => {
    const unknown = record({ pieces, counter: 1, camera, hashOid: Buffer.from('0603550403', 'hex') })
    const outcome = verify([...pieces, unknown])
    expect(outcome).toMatchObject({ verdict: 'not-checkable', needsHash: null })
    expect(runsOf(outcome)).toBe('0+4 unsupported')
    expect(verify([...pieces, record({ pieces, counter: 1, camera, version: 3 })]).verdict).toBe(
      'not-checkable',
    )
  })

  it('asks for another hash, or for a second scan', () => {
    const hashOid = Buffer.from('0609608648016503040202', 'hex')
    // Signed with SHA-256 all the same: then the signature does not match, and no second scan helps.
    expect(verify([...pieces, record({ pieces, counter: 1, camera, hashOid })])).toMatchObject({
      needsHash: null,
    })
    expect(verify(stream, { hash: 'sha384' })).toMatchObject({
      verdict: 'not-checkable',
      needsHash: 'sha256',
    })
    const unhashed = stream.map((each) => ({ ...each, digest: null }))
    const outcome = verify(unhashed, { hash: null })
    expect(outcome).toMatchObject({
      verdict: 'not-checkable',
      needsSecondScan: true,
      needsHash: 'sha256',
      groups: [],
    })
    const plain = verify(
      unhashed.filter(({ role }) => role === 'slice'),
      { hash: null },
    )
    expect(plain).toMatchObject({ verdict: 'not-signed', needsSecondScan: false, needsHash: null })
  })
})
