// The boxes of a seal: `ipro sinf schm schi sibo cert auib` (ONVIF EFF 26.06 5.6.3, 5.7.2).
import { describe, expect, it } from 'vitest'
import { filetime } from '#engine/base/time.ts'
import { readAuib, writeAuib } from '#engine/exportfile/boxes/auib.ts'
import { iproFieldBytes, readProtectionCount, writeIpro } from '#engine/exportfile/boxes/ipro.ts'
import { readSchm, schemeType, schemeVersion, writeSchm } from '#engine/exportfile/boxes/schm.ts'
import { writeSinf } from '#engine/exportfile/boxes/sinf.ts'
import { boxesIn } from '#test/support/judge.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const payloadOf = (box: Uint8Array): Uint8Array => box.subarray(8)

/** Types of boxes and of those in them, as `a(b c)`. */
function shape(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const buffer = Buffer.from(bytes)
  return boxesIn(buffer, start, end)
    .map((box) =>
      ['sinf', 'schi'].includes(box.type) ? `${box.type}(${shape(bytes, box.start + 8, box.end)})` : box.type,
    )
    .join(' ')
}

describe('schm', () => {
  it('names oeff, version 1.0', () => {
    expect(hex(writeSchm())).toBe('000000147363686d000000006f65666600010000')
    expect(readSchm(payloadOf(writeSchm()))).toEqual({ type: schemeType, version: schemeVersion })
  })

  it('reads what ONVIF’s own signer writes', () => {
    expect(readSchm(Buffer.from('000000004f45464600007830', 'hex'))).toEqual({
      type: 'OEFF',
      version: 0x7830,
    })
  })

  it('is null where it is too short', () => {
    for (let length = 0; length < 12; length += 1)
      expect(readSchm(payloadOf(writeSchm()).subarray(0, length))).toBeNull()
  })
})

describe('ipro', () => {
  it('counts 1 however many seals it holds', () => {
    const seal = writeSinf({
      signature: new Uint8Array(4),
      certificateDer: new Uint8Array(4),
      startTimes: [],
      comment: '',
    })
    for (const seals of [[], [seal], [seal, seal, seal]]) {
      const payload = payloadOf(writeIpro(...seals))
      expect(readProtectionCount(payload)).toBe(1)
      expect(payload.length).toBe(iproFieldBytes + seals.length * seal.length)
    }
  })

  it('has no count where it is too short', () => {
    expect(readProtectionCount(new Uint8Array(5))).toBeNull()
    expect(readProtectionCount(Buffer.from('000000000102', 'hex'))).toBe(0x102)
  })
})

describe('sinf', () => {
  const content = {
    signature: new Uint8Array(256),
    certificateDer: new Uint8Array(700),
    startTimes: [],
    comment: '',
  }

  it('holds schm and schi with signature and certificate; what is empty is left out', () => {
    expect(shape(writeSinf(content))).toBe('sinf(schm schi(sibo cert))')
    expect(shape(writeSinf({ ...content, comment: 'x' }))).toBe('sinf(schm schi(sibo cert auib))')
    expect(
      shape(writeSinf({ ...content, comment: 'x', startTimes: [{ trackId: 1, startTime: filetime(1n) }] })),
    ).toBe('sinf(cstb schm schi(sibo cert auib))')
  })

  it('is as long with zeros as with a signature: it is signed in place', () => {
    const signed = writeSinf({ ...content, signature: new Uint8Array(256).fill(7) })
    expect(signed.length).toBe(writeSinf(content).length)
  })
})

describe('auib', () => {
  it.each(['', 'exported at the shop', 'Straße 7, “Prüfung” 監視'])('reads what it writes: %s', (text) => {
    expect(readAuib(payloadOf(writeAuib(text)))).toBe(text)
  })

  it('ends at the first NUL, or at the end of the box', () => {
    expect(readAuib(Buffer.from('ab\0cd'))).toBe('ab')
    expect(readAuib(Buffer.from('ab'))).toBe('ab')
    expect(readAuib(new Uint8Array(0))).toBe('')
  })

  it('bytes that are no UTF-8 are shown as such', () => {
    expect(readAuib(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb')
  })
})
