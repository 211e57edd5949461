// The verdict of a file with all that was not checked; and the second answer given anew when the roots change.
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { memorySource, openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { reviewTrust } from '#engine/examine/review-trust.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { makeSigner, scratchFolder, sealOnceMore, writeSealed } from '#test/support/made-export.ts'
import type { Signer } from '#test/support/made-export.ts'
import { madeFile } from '../conformance/made-file.ts'

const nobody: TrustChoice = { anchors: [], at: null }
const verified = (bytes: Uint8Array): ReturnType<typeof verifyFile> =>
  verifyFile(memorySource('made', bytes), 'made', nobody, unwatched)

/** The same with the first sample's NAL unit longer than the sample. */
function withoutLengths(file: Uint8Array): Buffer {
  const changed = Buffer.from(file)
  const media = changed.indexOf('mdat') + 4
  return changed.fill(0xff, media, media + 4)
}

describe('a verification', () => {
  it('has size and hash of what was read, and when it was', async () => {
    const bytes = madeFile()
    const { verification } = await verified(bytes)
    expect(verification).toMatchObject({ path: 'made', size: bytes.length, sha256: sha256Of(bytes) })
    expect(Math.abs(Date.parse(verification.verifiedAt) - Date.now())).toBeLessThan(60_000)
  })

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'The file is empty.'],
    ['text', Buffer.from('The quick brown fox jumps over the lazy dog.'), 'not an ISO base media file'],
    ['zeros', Buffer.alloc(4_096), 'not an ISO base media file'],
    [
      'a picture',
      Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
      'not an ISO base media file',
    ],
  ])('%s cannot be read, which is no verdict on seals', async (_, bytes, reason) => {
    const { verification } = await verified(bytes)
    expect(verification).toMatchObject({
      verdict: 'unreadable',
      reason: expect.stringContaining(reason) as string,
      seals: [],
      unsealedBytes: bytes.length,
    })
  })

  it('lists what was not checked', async () => {
    expect((await verified(madeFile())).verification.notChecked).toEqual(
      expect.arrayContaining(['trust', 'revocation', 'clock']),
    )
    const scrambled = withoutLengths(madeFile({ meta: null }))
    expect((await verified(scrambled)).verification.notChecked).toEqual(['media-signing', 'clock'])
    expect((await verified(madeFile({ meta: null }))).verification.notChecked).toEqual(['clock'])
    expect(
      (await verified(madeFile({ meta: null, tracks: (tracks) => tracks.slice(1) }))).verification.notChecked,
    ).toEqual(['clock'])
  })

  it('says of video whose units cannot be read that signatures in it were not checked', async () => {
    const { verification } = await verified(withoutLengths(madeFile()))
    expect(verification.mediaSigning).toMatchObject([
      {
        trackId: 1,
        scheme: null,
        verdict: 'not-checkable',
        reason: expect.stringContaining('the lengths of the NAL units do not fit') as string,
        trust: 'not-checked',
        frames: 20,
        framesVerified: 0,
      },
    ])
    expect(verification.notChecked).toContain('media-signing')
  })

  it('reports progress up to the last byte', async () => {
    const bytes = madeFile()
    const seen: number[] = []
    await verifyFile(memorySource('made', bytes), 'made', nobody, {
      ...unwatched,
      report: ({ done, total }) => seen.push(done / (total ?? 1)),
    })
    expect(seen.at(-1)).toBe(1)
  })
})

describe('trust judged anew', () => {
  let [vms, lab]: Signer[] = []
  beforeAll(async () => {
    ;[vms, lab] = await Promise.all([makeSigner('VMS'), makeSigner('Lab')])
  })

  it('changes the second answer of each seal and nothing else', async () => {
    const folder = scratchFolder()
    const [once, twice] = [join(folder, '1.mp4'), join(folder, '2.mp4')]
    await writeSealed(once, vms!.key, { frames: 5 })
    await sealOnceMore(once, twice, lab!.key)
    const source = await openFileSource(twice)
    const { verification, structure } = await verifyFile(source, twice, nobody, unwatched)
    await source.close()
    const at = new Date('2026-06-01T00:00:00Z')
    const trusts = (...signers: Signer[]): string[] =>
      reviewTrust(verification, structure, {
        anchors: signers.map(({ root }) => root.certificate),
        at,
      }).seals.map(({ trust }) => trust)
    expect(trusts(vms!)).toEqual(['trusted', 'untrusted'])
    expect(trusts(vms!, lab!)).toEqual(['trusted', 'trusted'])
    expect(trusts()).toEqual(['not-checked', 'not-checked'])

    const reviewed = reviewTrust(verification, structure, { anchors: [vms!.root.certificate], at })
    expect(reviewed.notChecked).not.toContain('trust')
    const bytesOnly = ({ seals, notChecked: _, ...rest }: typeof reviewed): unknown => ({
      ...rest,
      seals: seals.map(({ trust: _trust, trustDetail: _detail, ...seal }) => seal),
    })
    expect(bytesOnly(reviewed)).toEqual(bytesOnly(verification))
  })
})
