// Every way in which the two schemes let video be signed, as a table: ONVIF Media Signing 5.2 to 5.12, Axis Signed Video.
import type { SourceOptions } from './sign-video-sources.ts'
import type { SignOptions } from './sign-video.ts'

export type KeyName = 'p256' | 'p384' | 'rsa' | 'chain' | 'user'

export type Variant = {
  name: string
  source?: Omit<SourceOptions, 'codec'>
  options?: Omit<SignOptions, 'signer' | 'user'>
  key?: KeyName
  user?: KeyName
}

const onvif: Variant[] = [
  { name: 'plainly' },
  { name: 'without hash lists', options: { hashList: false } },
  { name: 'with SEIs as they are, start codes and all', options: { escaping: 'none' } },
  { name: 'with emulation prevention before hashing', options: { escaping: 'before-hash' } },
  { name: 'in partial groups', options: { partialEvery: 4 } },
  { name: 'in partial groups without lists, late', options: { partialEvery: 3, hashList: false, delay: 2 } },
  { name: 'in partial groups of one picture', options: { partialEvery: 1 } },
  { name: 'with a certificate SEI', options: { certificateSei: true } },
  {
    name: 'with a certificate SEI, prevention before hashing',
    options: { certificateSei: true, escaping: 'before-hash' },
  },
  { name: 'by a key of the user', user: 'user', options: { certificateSei: true } },
  { name: 'by a key of the user, every SEI with both chains', user: 'user' },
  {
    name: 'by a key of the user of another kind',
    key: 'p384',
    user: 'user',
    options: { certificateSei: true },
  },
  { name: 'with SHA-384', options: { hash: 'sha384' } },
  { name: 'with SHA-512', options: { hash: 'sha512' } },
  { name: 'with P-384', key: 'p384' },
  { name: 'with P-384 and SHA-384', key: 'p384', options: { hash: 'sha384' } },
  { name: 'with RSA', key: 'rsa' },
  {
    name: 'with RSA and SHA-512, by certificate SEI',
    key: 'rsa',
    options: { hash: 'sha512', certificateSei: true },
  },
  { name: 'with a chain of certificates', key: 'chain' },
  { name: 'with a little-endian general tag', options: { littleEndian: true } },
  { name: 'with zero bytes behind slices', options: { trailingZeros: 3 } },
  { name: 'one picture late', options: { delay: 1 } },
  { name: 'some pictures late', options: { delay: 4 } },
  { name: 'more than a group late', options: { delay: 13 } },
  { name: 'with each signature sent twice', options: { copies: 2, delay: 1 } },
  { name: 'with unsigned SEIs of vendor data', options: { arbitraryAt: 5 } },
  { name: 'with vendor data, without lists', options: { arbitraryAt: 5, hashList: false } },
  { name: 'from the middle of a recording', options: { firstCounter: 4_000_000 } },
  { name: 'with three slices a picture', source: { slices: 3 } },
  {
    name: 'with three slices, in partial groups, late',
    source: { slices: 3 },
    options: { partialEvery: 4, delay: 1 },
  },
  { name: 'with pictures out of order', source: { bFrames: 2 } },
  { name: 'with the encoder’s own SEI among it', source: { withOthers: true } },
  {
    name: 'with much at once',
    key: 'chain',
    source: { slices: 2, bFrames: 2 },
    options: {
      escaping: 'before-hash',
      partialEvery: 3,
      delay: 2,
      copies: 2,
      arbitraryAt: 1,
      trailingZeros: 1,
    },
  },
]

const axis: Variant[] = (
  [
    { name: 'as Axis does', options: { escaping: 'before-hash' } },
    { name: 'as Axis does, one picture late', options: { escaping: 'before-hash', delay: 1 } },
    { name: 'as Axis does, with both times', options: { escaping: 'before-hash', axisGeneral: 4 } },
    { name: 'as Axis does, without lists', options: { escaping: 'before-hash', hashList: false } },
    {
      name: 'as Axis does, in partial groups',
      options: { escaping: 'before-hash', partialEvery: 4, delay: 1 },
    },
    { name: 'as Axis does, prevention after hashing', options: { escaping: 'after-hash' } },
    { name: 'as Axis does, with SHA-512', options: { escaping: 'before-hash', hash: 'sha512' } },
    { name: 'as Axis does, with three slices', source: { slices: 3 }, options: { escaping: 'before-hash' } },
    {
      name: 'as Axis does, zero bytes behind slices',
      options: { escaping: 'before-hash', trailingZeros: 2 },
    },
  ] satisfies Variant[]
).map((made: Variant) => ({ ...made, options: { ...made.options, scheme: 'axis' } }))

const axisFirst: Variant[] = (
  [
    { name: 'as Axis did at first' },
    { name: 'as Axis did at first, with three slices', source: { slices: 3 } },
    { name: 'as Axis did at first, out of order', source: { bFrames: 2 } },
  ] satisfies Variant[]
).map((made: Variant) => ({ ...made, options: { scheme: 'axis-v1', escaping: 'before-hash' } }))

export const variants: readonly Variant[] = [...onvif, ...axis, ...axisFirst]
