// Revocation lists for tests, byte by byte: of any shape, also of those that no authority publishes.
import { sign } from 'node:crypto'
import type { Entity } from './certificates.ts'

/** One DER element. */
export function der(tag: number, ...parts: (Uint8Array | string)[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part.replaceAll(' ', ''), 'hex') : part)),
  )
  const bytes: number[] = []
  for (let left = content.length; left > 0; left >>>= 8) bytes.unshift(left & 0xff)
  const length = content.length < 128 ? [content.length] : [0x80 | bytes.length, ...bytes]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
export const sequence = (...parts: (Uint8Array | string)[]): Buffer => der(0x30, ...parts)
/** `20260501000000Z` as GeneralizedTime, `260501000000Z` as UTCTime. */
export const time = (text: string): Buffer => der(text.length === 15 ? 0x18 : 0x17, Buffer.from(text))
export const extension = (oid: string, critical: boolean, value: Uint8Array): Buffer =>
  sequence(der(0x06, oid), critical ? '0101ff' : '', der(0x04, value))

export const reasonCode = (code: number): Buffer => extension('551d15', false, der(0x0a, Buffer.from([code])))
export const invalidityDate = (text: string): Buffer => extension('551d18', false, time(text))
export const entry = (serial: Uint8Array | string, since: string, ...extensions: Uint8Array[]): Buffer =>
  sequence(der(0x02, serial), time(since), extensions.length > 0 ? sequence(...extensions) : '')

export type ListOptions = {
  thisUpdate?: string
  nextUpdate?: string | null
  entries?: Uint8Array[]
  extensions?: Uint8Array[]
  version?: string
  /** In the place of the inner signature algorithm. */
  algorithm?: Uint8Array
  hash?: string
}

const sha256WithRsa = sequence('06092a864886f70d01010b', '0500')

/** A list of `issuer`, really signed. */
export function makeList(issuer: Entity, options: ListOptions = {}): Buffer {
  const {
    thisUpdate = '260501000000Z',
    nextUpdate = '260530000000Z',
    entries = [],
    extensions = [],
  } = options
  const { parsed } = issuer.certificate
  const outer = options.hash === 'sha1' ? sequence('06092a864886f70d010105', '0500') : sha256WithRsa
  const content = sequence(
    options.version ?? '020101',
    options.algorithm ?? outer,
    new Uint8Array(parsed.subject.valueBeforeDecode),
    time(thisUpdate),
    nextUpdate === null ? '' : time(nextUpdate),
    entries.length > 0 ? sequence(...entries) : '',
    extensions.length > 0 ? der(0xa0, sequence(...extensions)) : '',
  )
  const signature = sign(options.hash ?? 'sha256', content, issuer.privateKey)
  return sequence(content, outer, der(0x03, '00', signature))
}
