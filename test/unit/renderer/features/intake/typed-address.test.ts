import { expect, it } from 'vitest'
import { speakWith, type Language } from '#contract/messages/language.ts'
import { voices } from '#contract/messages/translations.ts'
import { newAddressForm } from '../../../../../renderer/features/intake/address-form.svelte.ts'
import {
  parseAddress,
  parseProxy,
  parseSha256,
  parseSize,
} from '../../../../../renderer/features/intake/typed-address.ts'

it('reads an address, the safe way where no scheme is typed, and never with a password', () => {
  expect(parseAddress(' exports.example/a b.mp4#t=3 ')).toEqual({
    url: 'https://exports.example/a%20b.mp4',
    isPlain: false,
  })
  expect(parseAddress('HTTP://exports.example/1.mp4')).toEqual({
    url: 'http://exports.example/1.mp4',
    isPlain: true,
  })
  expect(parseAddress('')).toBe('missing')
  expect(parseAddress('https://')).toBe('bad')
  expect(parseAddress('ftp://exports.example/1.mp4')).toBe('bad')
  expect(parseAddress('file:///etc/passwd')).toBe('bad')
  expect(parseAddress('https://k.lund:secret@exports.example/1.mp4')).toBe('user')
})

it('reads hashes as people send them', () => {
  const hash = 'ab'.repeat(32)
  expect(parseSha256(hash.toUpperCase().replace(/.{4}/g, '$& '))).toBe(hash)
  expect(parseSha256('  ')).toBeNull()
  expect(parseSha256(hash.slice(1))).toBeUndefined()
  expect(parseSha256(`${hash}g`)).toBeUndefined()
})

it('reads sizes and proxies, and refuses what is neither', () => {
  expect(['20 GB', '1.5tb', '1,200', '1 byte', ''].map(parseSize)).toEqual([20e9, 1.5e12, 1200, 1, null])
  expect(['lots', '0', '-1 GB', '1 GiB', '9e9 TB', '999999999 TB'].map(parseSize)).toEqual(
    Array(6).fill(undefined),
  )
  expect(['', 'proxy:8080', 'http://proxy:8080/'].map(parseProxy)).toEqual([
    null,
    'http://proxy:8080',
    'http://proxy:8080',
  ])
  expect(['socks5://proxy:1080', 'http://a:b@proxy', 'http://proxy/path'].map(parseProxy)).toEqual(
    Array(3).fill(undefined),
  )
})

it('reads sizes as the language of the window writes them, and does not guess', () => {
  const read = (language: Language, texts: string[]) => {
    speakWith(() => voices[language])
    const sizes = texts.map(parseSize)
    speakWith(() => voices.en)
    return sizes
  }
  expect(read('en', ['1.5 GB', '1,5 GB', '1,234.5 kB'])).toEqual([1.5e9, undefined, 1_234_500])
  expect(read('de', ['1,5 GB', '1.200', '1.234,5 kB', '1.5 GB'])).toEqual([1.5e9, 1200, 1_234_500, 1.5e9])
  expect(read('sv', ['1 200 MB', '1\u00a0200', '2,5 TB'])).toEqual([1.2e9, 1200, 2.5e12])
  expect(read('fr', ['1\u202f200', '1,2,3 GB'])).toEqual([1200, undefined])
})

it('asks for plain http only with a yes, and the yes does not outlive the address', () => {
  const form = newAddressForm()
  form.address = 'http://exports.example/1.mp4'
  expect(form.fault('http')).toBeUndefined()
  expect(form.request()).toBeNull()
  expect(form.fault('http')).toBe('This address is not encrypted. It needs your yes.')
  form.allowHttp = true
  expect(form.request()?.terms.allowHttp).toBe(true)
  form.address = 'https://exports.example/1.mp4'
  expect(form.request()?.terms).toEqual({
    expectedSha256: null,
    maxBytes: null,
    allowHttp: false,
    certificateSha256: null,
    proxy: null,
  })
})
