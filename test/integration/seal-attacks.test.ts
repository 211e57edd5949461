// What a forger without the key, a second signer, or a file made to confuse could try. Each was possible once.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { readStructure, verifyFile } from '#engine/examine/verify-file.ts'
import { writeCstb } from '#engine/exportfile/boxes/cstb.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { examine, ftyp, meta, moov, signLast, sinf } from '../support/handmade-file.ts'
import { makeSigner, scratchFolder, sealOnceMore, timeOf } from '../support/made-export.ts'
import type { Signer } from '../support/made-export.ts'

let police: Signer
let nobody: Signer
beforeAll(async () => {
  police = await makeSigner('Police')
  nobody = await makeSigner('Nobody')
})

const sampleSize = 400
const media = (text: string): Uint8Array => Buffer.alloc(sampleSize, text)
const headSize = ftyp().length + moov([0], sampleSize).length
/** `ftyp moov mdat`, the one sample in `mdat`. */
const body = (): Buffer =>
  Buffer.concat([ftyp(), moov([headSize + 8], sampleSize), writeBox('mdat', media('GENUINE '))])

describe('the recording that is shown is the one that is sealed', () => {
  it('samples in a free box appended after sealing', async () => {
    const tail = writeBox('free', media('FORGED! '))
    const build = (offset: number): Buffer =>
      Buffer.concat([
        ftyp(),
        moov([offset], sampleSize),
        writeBox('mdat', new Uint8Array(8)),
        meta([sinf(police)]),
      ])
    const sealed = signLast(build(build(0).length + 8), police)
    const { verification } = await examine(Buffer.concat([sealed, tail]), [police.root.certificate])
    expect(verification.verdict).toBe('broken')
    expect(verification.reason).toContain('sample 1 of track 1 lies outside it')
  })

  it('a file whose samples lie outside it is not sealed in the first place', async () => {
    const path = join(scratchFolder(), 'a.mp4')
    await writeFile(
      path,
      Buffer.concat([ftyp(), moov([90_000], sampleSize), writeBox('mdat', new Uint8Array(8))]),
    )
    await expect(sealOnceMore(path, `${path}.sealed.mp4`, police.key)).rejects.toMatchObject({
      code: 'seal-refused',
    })
  })

  it('an mfra that holds more than tables', async () => {
    const sealed = signLast(Buffer.concat([body(), meta([sinf(police)])]), police)
    const { verification } = await examine(
      Buffer.concat([sealed, writeBox('mfra', writeBox('mdat', media('FORGED! ')))]),
    )
    expect(verification.verdict).toBe('broken')
  })

  it('a later seal that moves media behind it, so that other bytes are shown', async () => {
    const build = (offset: number, ...sinfs: Uint8Array[]): Buffer =>
      Buffer.concat([ftyp(), moov([offset], sampleSize), meta(sinfs), writeBox('mdat', media('GENUINE '))])
    const offset = build(0, sinf(police)).length - sampleSize
    const sealed = signLast(build(offset, sinf(police)), police)
    expect((await examine(sealed)).verification.verdict).toBe('sealed')
    const first = sealed.subarray(sealed.indexOf('sinf') - 4, sealed.indexOf('mdat') - 4)
    const second = sinf(nobody, { first: writeBox('free', media('FORGED! ')) })
    const attacked = signLast(build(offset, first, second), nobody)
    const { verification } = await examine(attacked, [police.root.certificate])
    expect(verification.seals.map(({ status }) => status)).toEqual(['intact', 'intact'])
    expect(verification.verdict).toBe('broken')
  })

  it('a shift within covered bytes counts as well', async () => {
    // Two samples of eight bytes in a long mdat: after the shift both still lie in it, at other bytes.
    const build = (offset: number, ...sinfs: Uint8Array[]): Buffer =>
      Buffer.concat([
        ftyp(),
        moov([offset], 8),
        meta(sinfs),
        writeBox('mdat', Buffer.alloc(9_000, 'abcdefg ')),
      ])
    const sealed = signLast(build(build(0, sinf(police)).length - 1_000, sinf(police)), police)
    const offset = sealed.length - 1_000
    const first = sealed.subarray(sealed.indexOf('sinf') - 4, sealed.indexOf('mdat') - 4)
    const twice = signLast(build(offset, first, sinf(nobody)), nobody)
    const { verification } = await examine(twice)
    expect(verification.verdict).toBe('broken')
    expect(verification.reason).toContain('lay elsewhere when it was sealed')
  })

  it('media in another file is a finding', async () => {
    const file = Buffer.concat([
      ftyp(),
      moov([headSize + 8], sampleSize, 0),
      writeBox('mdat', media('GENUINE ')),
      meta([sinf(police)]),
    ])
    const { inspection } = await examine(signLast(file, police))
    expect(inspection.issues.map(({ code }) => code)).toContain('media-elsewhere')
  })
})

describe('who signed', () => {
  it('a trusted certificate beside a signature that does not match proves nothing', async () => {
    const junk = Buffer.concat([body(), meta([sinf(police, { signature: Buffer.alloc(256, 7) })])])
    const { verification } = await examine(junk, [police.root.certificate])
    expect(verification.seals[0]).toMatchObject({ status: 'broken', trust: 'not-checked', trustDetail: null })
  })

  it.each([
    ['an untrusted signer cannot move the recorded time', true, 'cstb', '2026-05-01T22:00:00.000Z'],
    [
      'where nobody’s trust is checked, a correction is followed and said',
      false,
      'corrected cstb',
      '2026-05-02T03:30:00.000Z',
    ],
  ])('%s', async (_, withRoot, origin, utc) => {
    const recorded = writeCstb([{ trackId: 1, startTime: timeOf('2026-05-01T22:00:00Z') }])
    const once = signLast(Buffer.concat([body(), meta([sinf(police)], [recorded])]), police)
    const first = once.subarray(once.indexOf('sinf') - 4)
    const second = sinf(nobody, { startTime: '2026-05-02T03:30:00Z' })
    const file = signLast(Buffer.concat([body(), meta([first, second], [recorded])]), nobody)
    const { verification, inspection } = await examine(file, withRoot ? [police.root.certificate] : [])
    expect(verification.verdict).toBe('sealed')
    expect(inspection.startTimes[0]).toMatchObject({ trackId: 1, utc, origin })
    expect(inspection.issues.map(({ code }) => code)).toContain('start-time-corrected')
  })
})

describe('limits of this version are never a verdict on the file', () => {
  it('65 seals are not checked, and not called broken', async () => {
    const many = Buffer.concat([
      body(),
      meta(Array.from({ length: 65 }, () => sinf(police, { signature: Buffer.alloc(256, 1) }))),
    ])
    expect((await examine(many)).verification).toMatchObject({ verdict: 'unreadable', seals: [] })
  })

  it('a signature larger than is read is unsupported', async () => {
    const file = Buffer.concat([body(), meta([sinf(police, { signature: Buffer.alloc(70_000, 1) })])])
    expect((await examine(file)).verification).toMatchObject({
      verdict: 'unreadable',
      seals: [{ status: 'unsupported' }],
    })
  })

  it('a tail of a hundred thousand boxes is read in a moment', async () => {
    const sealed = signLast(Buffer.concat([body(), meta([sinf(police)])]), police)
    const tail = Buffer.alloc(800_000, writeBox('free'))
    const { verification } = await examine(Buffer.concat([sealed, tail]))
    expect(verification).toMatchObject({ verdict: 'sealed', unsealedBytes: 800_000 })
  }, 10_000)
})

describe('a flood of findings', () => {
  it('hides none that a verdict asks for', async () => {
    const junk = Buffer.alloc(11 * 1_100, writeBox('udta', new Uint8Array(3)))
    const path = join(scratchFolder(), 'a.mp4')
    const whole = Buffer.concat([
      ftyp(),
      junk,
      moov([900_000], sampleSize),
      writeBox('mdat', new Uint8Array(8)),
    ])
    const { findings } = await readStructure(memorySource('flood', whole))
    expect(findings.list().at(-1)?.code).toBe('findings-left-out')
    expect(findings.list().map(({ code }) => code)).not.toContain('samples-without-place')
    expect(findings.has('samples-without-place')).toBe(true)
    await writeFile(path, whole)
    await expect(sealOnceMore(path, `${path}.sealed.mp4`, police.key)).rejects.toMatchObject({
      code: 'seal-refused',
    })
  })
})

describe('a file that is not the same from one read to the next', () => {
  it('is not given the verdict of one and the hash of the other', async () => {
    const sealed = signLast(Buffer.concat([body(), meta([sinf(police)])]), police)
    const forged = Buffer.from(sealed)
    forged.write('XX', forged.indexOf('Unit'))
    const source = { ...memorySource('two faces', sealed), stream: memorySource('', forged).stream }
    await expect(verifyFile(source, 'x', { anchors: [], at: null }, unwatched)).rejects.toMatchObject({
      code: 'source-changed',
    })
  })

  it('can be cancelled while its structure is read', async () => {
    const sealed = signLast(Buffer.concat([body(), meta([sinf(police)])]), police)
    await expect(readStructure(memorySource('x', sealed), AbortSignal.abort())).rejects.toThrow('abort')
  })
})

describe('another seal is refused where it would break those that are there', () => {
  it('bytes behind the last seal in ipro', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'a.mp4')
    const stray = Buffer.concat([sinf(police), new Uint8Array(5)])
    await writeFile(path, signLast(Buffer.concat([body(), meta([stray])]), police))
    await expect(sealOnceMore(path, join(folder, 'b.mp4'), nobody.key)).rejects.toMatchObject({
      code: 'seal-refused',
    })
  })
})
