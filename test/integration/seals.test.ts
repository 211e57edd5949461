// Our own seals: made, repeated, tampered with, and judged by openssl with nothing of ours but byte offsets.
import { execFileSync } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { codesOf, examinePath, verifyPath } from '../support/verify.ts'
import {
  makeSigner,
  scratchFolder,
  sealOnceMore,
  writeSealed,
  writeUnsealed,
} from '../support/made-export.ts'
import type { Signer } from '../support/made-export.ts'

let vms: Signer
let lab: Signer
beforeAll(async () => {
  vms = await makeSigner('VMS')
  lab = await makeSigner('Lab')
})

/** What a recipient does by hand: zero the signature, extract it and the certificate, ask openssl. */
function opensslAgrees(
  folder: string,
  bytes: Buffer,
  signature: { start: number; end: number },
  certificate: { start: number; end: number },
): boolean {
  const at = (name: string): string => join(folder, name)
  const signed = Buffer.from(bytes)
  signed.fill(0, signature.start, signature.end)
  execFileSync('sh', ['-c', 'cat > "$0"', at('signed')], { input: signed })
  execFileSync('sh', ['-c', 'cat > "$0"', at('sig')], {
    input: bytes.subarray(signature.start, signature.end),
  })
  const der = bytes.subarray(certificate.start, certificate.end)
  const pem = execFileSync('openssl', ['x509', '-inform', 'DER', '-noout', '-pubkey'], { input: der })
  execFileSync('sh', ['-c', 'cat > "$0"', at('pub')], { input: pem })
  const args = [
    'dgst',
    '-sha256',
    '-sigopt',
    'rsa_padding_mode:pss',
    '-sigopt',
    'rsa_pss_saltlen:20',
    '-verify',
    at('pub'),
    '-signature',
    at('sig'),
    at('signed'),
  ]
  try {
    return execFileSync('openssl', args, { encoding: 'utf8' }).includes('Verified OK')
  } catch {
    return false
  }
}

describe('a seal that Exhibit makes', () => {
  it('is intact, conformant and without deviation, and openssl agrees', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'a.mp4')
    await writeSealed(path, vms.key, { comment: 'request 7' })
    const { verification, conformance, inspection } = await examinePath(path)
    const [seal] = verification.seals
    expect(verification.verdict).toBe('sealed')
    expect(verification.unsealedBytes).toBe(0)
    expect(seal).toMatchObject({
      status: 'intact',
      range: 'A1',
      comment: 'request 7',
      algorithm: 'RSASSA-PSS SHA-256 salt 20',
      keyBits: 2048,
    })
    expect(codesOf(seal)).toEqual([])
    expect(verification.findings).toEqual([])
    expect(conformance.levels).toEqual({ '0V': 'pass', '0M': 'pass', '0E': 'pass' })
    expect(
      conformance.checks.filter(({ result }) => result !== 'pass' && result !== 'not-applicable'),
    ).toEqual([])
    expect(inspection.levels).toEqual({ '0V': true, '0M': true, '0E': true })
    const bytes = await readFile(path)
    if (!seal?.signatureBytes || !seal.certificateBytes) throw new Error('no places')
    expect(opensslAgrees(folder, bytes, seal.signatureBytes, seal.certificateBytes)).toBe(true)
    bytes[200] = (bytes[200] ?? 0) ^ 1
    expect(opensslAgrees(folder, bytes, seal.signatureBytes, seal.certificateBytes)).toBe(false)
  })

  it('added to a sealed file leaves every covered byte and the first seal as they were', async () => {
    const folder = scratchFolder()
    const [once, twice, thrice] = ['1.mp4', '2.mp4', '3.mp4'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    await writeSealed(once, vms.key)
    await sealOnceMore(once, twice, lab.key, 'received', '2026-05-01T21:59:59.000Z')
    await sealOnceMore(twice, thrice, vms.key)
    const { verification, inspection } = await examinePath(thrice)
    expect(verification.seals.map(({ status, range }) => [status, range])).toEqual([
      ['intact', 'A1'],
      ['intact', 'A1'],
      ['intact', 'A1'],
    ])
    expect(verification.unsealedBytes).toBe(0)
    expect(verification.seals[1]?.comment).toBe('received')
    expect(inspection.startTimes[0]).toEqual({
      trackId: 1,
      utc: '2026-05-01T21:59:59.000Z',
      origin: 'corrected cstb',
      own: true,
    })
    const [first, third] = [await readFile(once), await readFile(thrice)]
    const meta = third.indexOf('meta', third.lastIndexOf('mdat')) - 4
    expect(third.subarray(0, meta).equals(first.subarray(0, meta))).toBe(true)
  })

  it('put on a file without any seal keeps its bytes as a prefix', async () => {
    const folder = scratchFolder()
    const [plain, sealed] = [join(folder, 'plain.mp4'), join(folder, 'sealed.mp4')]
    await writeUnsealed(plain)
    expect((await verifyPath(plain)).verdict).toBe('unsealed')
    await sealOnceMore(plain, sealed, lab.key)
    expect((await verifyPath(sealed)).verdict).toBe('sealed')
    const [before, after] = [await readFile(plain), await readFile(sealed)]
    expect(after.subarray(0, before.length).equals(before)).toBe(true)
  })

  it('never replaces a file that is there', async () => {
    const folder = scratchFolder()
    const [plain, taken] = [join(folder, 'plain.mp4'), join(folder, 'taken.mp4')]
    await writeUnsealed(plain)
    await writeFile(taken, 'evidence')
    await expect(sealOnceMore(plain, taken, lab.key)).rejects.toMatchObject({ code: 'destination-exists' })
    expect(await readFile(taken, 'utf8')).toBe('evidence')
  })
})

describe('what is done to a sealed file afterwards', () => {
  it('one flipped bit anywhere is never called sealed', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'a.mp4')
    await writeSealed(path, vms.key, { frames: 6, sampleBytes: 60, withMetadata: false })
    const bytes = await readFile(path)
    const changed = join(folder, 'changed.mp4')
    for (let bit = 3; bit < bytes.length * 8; bit += 97) {
      const copy = Buffer.from(bytes)
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      await writeFile(changed, copy)
      expect((await verifyPath(changed)).verdict, `bit ${bit}`).not.toBe('sealed')
    }
  })

  const appended: [string, Uint8Array, 'sealed' | 'broken'][] = [
    ['a free box', writeBox('free', new Uint8Array(8)), 'sealed'],
    ['a skip box', writeBox('skip'), 'sealed'],
    ['media data', writeBox('mdat', new Uint8Array(8)), 'broken'],
    ['an unknown box', writeBox('abcd'), 'broken'],
    ['another movie', writeBox('moov'), 'broken'],
    ['another meta', writeBox('meta', new Uint8Array(4)), 'broken'],
    ['bytes that form no box', new Uint8Array([1, 2, 3]), 'broken'],
    ['a free box that claims more than is there', Buffer.from('000000ff66726565', 'hex'), 'broken'],
    ['a malformed mfra', writeBox('mfra', writeBox('tfra', new Uint8Array(3))), 'broken'],
    [
      'an mfra that points to no fragment',
      writeBox(
        'mfra',
        writeBox('tfra', Buffer.from('0000000000000001000000000000000100000000000000180101' + '01', 'hex')),
        writeBox('mfro', Buffer.from('000000000000003b', 'hex')),
      ),
      'broken',
    ],
  ]
  it.each(appended)('%s appended', async (_, tail, verdict) => {
    const folder = scratchFolder()
    const path = join(folder, 'a.mp4')
    await writeSealed(path, vms.key, { frames: 5 })
    const size = (await readFile(path)).length
    await writeFile(path, tail, { flag: 'a' })
    const report = await verifyPath(path)
    expect(report.verdict).toBe(verdict)
    expect(report.unsealedBytes).toBe(
      verdict === 'sealed' || report.seals[0]?.status === 'intact' ? tail.length : report.size,
    )
    if (verdict === 'broken' && report.seals[0]?.status === 'intact')
      expect(report.reason).toContain(`${tail.length} bytes at offset ${size}`)
  })

  it('media appended and the whole sealed again by another is still broken', async () => {
    const folder = scratchFolder()
    const [path, attacked] = [join(folder, 'a.mp4'), join(folder, 'b.mp4')]
    await writeSealed(path, vms.key, { frames: 5 })
    const bytes = await readFile(path)
    const meta = bytes.lastIndexOf('meta') - 4
    // The intruder moves his box in front of the seal, so that his own seal covers it.
    await writeFile(
      attacked,
      Buffer.concat([bytes.subarray(0, meta), writeBox('mdat', new Uint8Array(8)), bytes.subarray(meta)]),
    )
    const resealed = join(folder, 'c.mp4')
    await sealOnceMore(attacked, resealed, lab.key)
    const report = await verifyPath(resealed)
    expect(report.seals.map(({ status }) => status)).toEqual(['broken', 'intact'])
    expect(report.verdict).toBe('broken')
  })

  it('is refused another seal where content lies behind the first', async () => {
    const folder = scratchFolder()
    const [path, next] = [join(folder, 'a.mp4'), join(folder, 'b.mp4')]
    await writeSealed(path, vms.key, { frames: 5 })
    await writeFile(path, writeBox('mdat', new Uint8Array(8)), { flag: 'a' })
    await expect(sealOnceMore(path, next, lab.key)).rejects.toMatchObject({ code: 'seal-refused' })
  })

  it('a seal begun and never finished is no seal', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'a.mp4')
    await writeSealed(path, vms.key, { frames: 5 })
    const place = (await verifyPath(path)).seals[0]?.signatureBytes
    const bytes = await readFile(path)
    bytes.fill(0, place?.start, place?.end)
    const empty = join(folder, 'empty.mp4')
    await writeFile(empty, bytes)
    expect(await verifyPath(empty)).toMatchObject({
      verdict: 'unsealed',
      seals: [{ status: 'empty' }],
      unsealedBytes: bytes.length,
    })
    // Behind an intact seal it is content that nobody sealed.
    const twice = join(folder, 'twice.mp4')
    await sealOnceMore(path, twice, lab.key)
    const second = (await verifyPath(twice)).seals[1]?.signatureBytes
    const unfinished = await readFile(twice)
    unfinished.fill(0, second?.start, second?.end)
    await copyFile(twice, empty)
    await writeFile(empty, unfinished)
    expect(await verifyPath(empty)).toMatchObject({
      verdict: 'broken',
      seals: [{ status: 'intact' }, { status: 'empty' }],
    })
  })
})
