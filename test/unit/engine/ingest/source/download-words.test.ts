// What is read out of addresses and heads of answers: names, validators, ranges.
import { describe, expect, it } from 'vitest'
import {
  encodingOf,
  isEndMarked,
  lengthOf,
  originalOf,
  parseContentRange,
  validatorOf,
} from '#engine/ingest/source/download-answer.ts'
import { downloadName, parseWebAddress, shownAddress } from '#engine/ingest/source/web-address.ts'

const https = { allowHttp: false }
const address = (text: string): URL => parseWebAddress(text, https)

describe('addresses', () => {
  it.each([
    ['http://host/a', 'plain http'],
    ['ftp://host/a', 'only https'],
    ['file:///etc/passwd', 'only https'],
    ['https://user:pa55@host/a', 'user name'],
    ['https://user@host/a', 'user name'],
  ])('%s is refused', (text, why) => {
    expect(() => address(text)).toThrow(why)
    expect(() => address(text)).not.toThrow('pa55')
  })

  it('what is no address is wrong input', () => {
    expect(() => address('not an address')).toThrow(expect.objectContaining({ code: 'wrong-input' }))
  })

  it('plain http needs a yes', () => {
    expect(parseWebAddress('http://host/a', { allowHttp: true }).href).toBe('http://host/a')
  })

  it('stand in records without what gives access', () => {
    const url = address('https://host/a%20b.mp4?case=17&X-Amz-Signature=abc&access_token=def&sig=ghi#part')
    expect(shownAddress(url)).toBe('https://host/a%20b.mp4?case=17&X-Amz-Signature=…&access_token=…&sig=…')
  })
})

describe('names', () => {
  const named = (disposition: string): string => downloadName(address('https://host/path/x'), disposition)

  it.each([
    ['attachment; filename="clip 1.mp4"', 'clip 1.mp4'],
    ['attachment; filename=clip.mp4; size=7', 'clip.mp4'],
    [`attachment; filename="no.mp4"; filename*=UTF-8''%C3%BCber%20%E2%82%AC.mp4`, 'über €.mp4'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\x\\\\y.mp4"', 'y.mp4'],
    [`attachment; filename*=UTF-8''..%2F..%2Fx.mp4`, 'x.mp4'],
    ['attachment; filename=".."', 'x'],
    ['attachment; filename=""', 'x'],
    ['inline', 'x'],
    [`attachment; filename*=UTF-8''%ff`, 'x'],
    [`attachment; filename="${Buffer.from('ü.mp4').toString('latin1')}"`, 'ü.mp4'],
    [`attachment; filename="${Buffer.from('ü.mp4', 'latin1').toString('latin1')}"`, 'ü.mp4'],
    [`attachment; filename*=UTF-8''a%00b%E2%80%AE.mp4`, 'a_b_.mp4'],
  ])('%s: %s', (disposition, name) => {
    expect(named(disposition)).toBe(name)
  })

  it('come from the address where the server tells none', () => {
    const of = (text: string): string => downloadName(address(text), undefined)
    expect(of('https://host/a/b%C3%A4.mp4?x=y')).toBe('bä.mp4')
    expect(of('https://host/a/..%2F..%2Fb.mp4')).toBe('b.mp4')
    expect(of('https://host/')).toBe('host')
    expect(of(`https://host/${'a'.repeat(500)}.mp4`)).toMatch(/^a{196}\.mp4$/)
  })
})

describe('heads', () => {
  const date = 'Thu, 01 May 2026 10:01:00 GMT'

  it('join answers by a strong tag or a settled date alone', () => {
    expect(validatorOf({ etag: '"x"', 'last-modified': date, date })).toBe('"x"')
    expect(validatorOf({ etag: 'W/"x"' })).toBeNull()
    expect(validatorOf({ etag: 'x' })).toBeNull()
    const settled = 'Thu, 01 May 2026 10:00:00 GMT'
    expect(validatorOf({ etag: 'W/"x"', 'last-modified': settled, date })).toBe(settled)
    expect(validatorOf({ 'last-modified': date, date })).toBeNull()
    expect(validatorOf({ 'last-modified': 'yesterday', date })).toBeNull()
    expect(validatorOf({ 'last-modified': settled })).toBeNull()
    expect(validatorOf({})).toBeNull()
  })

  it('give ranges only where they can be', () => {
    expect(parseContentRange('bytes 5-9/10')).toEqual({ start: 5, end: 10, total: 10 })
    expect(parseContentRange('bytes 5-9/*')).toEqual({ start: 5, end: 10, total: null })
    for (const text of [
      'bytes 5-10/10',
      'bytes 5-4/10',
      'bytes */10',
      'bytes -5/10',
      'items 1-2/3',
      '',
      undefined,
    ])
      expect(parseContentRange(text)).toBeNull()
    expect(parseContentRange(`bytes 5-9/${'9'.repeat(30)}`)).toBeNull()
  })

  it('give length, encoding, end and time', () => {
    expect(lengthOf({ 'content-length': '12' })).toBe(12)
    for (const text of ['-1', '1e9', '9'.repeat(20), ' '])
      expect(lengthOf({ 'content-length': text })).toBeNull()
    expect(encodingOf({ 'content-encoding': 'GZIP' })).toBe('gzip')
    expect(encodingOf({ 'content-encoding': 'identity' })).toBeNull()
    expect(isEndMarked({ 'transfer-encoding': 'gzip, chunked' })).toBe(true)
    expect(isEndMarked({ 'transfer-encoding': 'gzip' })).toBe(false)
    expect(isEndMarked({})).toBe(false)
    expect(originalOf({ 'last-modified': date }).modified).toBe('2026-05-01T10:01:00.000Z')
    expect(originalOf({ 'last-modified': 'never' }).modified).toBeNull()
  })
})
