// Paths of the matrix of certificates: what openssl is asked to make, and the answer that each path deserves.
import type { Trust } from '#contract/seal.ts'
import { authorityExtensions, signerExtensions } from '../support/openssl-authority.ts'
import type { OpensslAuthority } from '../support/openssl-authority.ts'

export type Row = {
  name: string
  signer: string
  intermediates?: string[]
  anchors?: string[]
  lists?: string[]
  trust: Trust
  revocation?: 'good' | 'revoked' | 'not-checked'
  today?: Trust
  path?: string[]
  reason?: RegExp
  detail?: RegExp
  /** What openssl says at the export time; where it cannot be asked then, `at` says when. */
  openssl: RegExp
  check?: '-crl_check' | '-crl_check_all'
  at?: string
}

export const may = (day: number): string => `2026-05-${String(day).padStart(2, '0')}T00:00:00Z`
export const april = '2026-04-01T00:00:00Z'
export const path = ['CN=signer', 'CN=middle', 'CN=root']

export function makePaths(made: OpensslAuthority): void {
  const authority = { extensions: authorityExtensions }
  made.certify('root', null)
  made.certify('middle', 'root', authority)
  made.certify('signer', 'middle')
  made.certify('expired', 'middle', { until: april })
  made.certify('early', 'middle', { from: may(10) })
  made.certify('middle-expired', 'root', {
    ...authority,
    until: april,
    keyOf: 'middle',
    subject: '/CN=middle',
  })
  made.certify('wrong-usage', 'middle', { extensions: ['keyUsage=critical,keyEncipherment'] })
  made.certify('no-usage', 'middle', { extensions: ['basicConstraints=CA:FALSE'] })
  made.certify('no-authority', 'root', { extensions: signerExtensions })
  made.certify('by-no-authority', 'no-authority')
  made.certify('no-cert-sign', 'root', {
    extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,digitalSignature,cRLSign'],
  })
  made.certify('by-no-cert-sign', 'no-cert-sign')
  made.certify('narrow', 'root', {
    extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign,cRLSign'],
  })
  made.certify('below-narrow', 'narrow', authority)
  made.certify('too-deep', 'below-narrow')
  made.certify('critical', 'middle', { extensions: [...signerExtensions, '1.2.3.4=critical,ASN1:NULL'] })
  // The same subject with another key, as a root and as an intermediate.
  made.certify('false-root', null, { subject: '/CN=root' })
  made.certify('false-middle', 'false-root', { ...authority, subject: '/CN=middle' })
  made.certify('false-signer', 'false-middle', { subject: '/CN=signer' })
  // Round in a circle: a certified by b, b by a.
  made.certify('loop-a', null, { subject: '/CN=a' })
  made.certify('loop-b', null, { subject: '/CN=b' })
  made.certify('a-by-b', 'loop-b', { ...authority, keyOf: 'loop-a', subject: '/CN=a' })
  made.certify('b-by-a', 'loop-a', { ...authority, keyOf: 'loop-b', subject: '/CN=b' })
  made.certify('in-loop', 'loop-a')
  made.certify('a-by-root', 'root', { ...authority, keyOf: 'loop-a', subject: '/CN=a' })
  // Limits of names.
  const limited = (line: string, ...more: string[]): { extensions: string[] } => ({
    extensions: [...authorityExtensions, `nameConstraints=critical,${line}`, ...more],
  })
  made.certify('in-lab', 'root', limited('permitted;dirName:lab', '[lab]', 'O=Lab'))
  made.certify('not-lab', 'root', limited('excluded;dirName:lab', '[lab]', 'O=Lab'))
  made.certify('hosts', 'root', limited('permitted;DNS:lab.example'))
  made.certify('mails', 'root', limited('permitted;email:lab.example'))
  for (const [name, issuer] of [
    ['lab-in-lab', 'in-lab'],
    ['lab-not-lab', 'not-lab'],
  ] as const)
    made.certify(name, issuer, { subject: `/O=Lab/CN=${name}` })
  made.certify('shop-in-lab', 'in-lab', { subject: '/O=Shop/CN=shop' })
  made.certify('shop-not-lab', 'not-lab', { subject: '/O=Shop/CN=shop' })
  const named = (alternative: string): { extensions: string[] } => ({
    extensions: [...signerExtensions, `subjectAltName=${alternative}`],
  })
  made.certify('host-inside', 'hosts', named('DNS:cam.lab.example'))
  made.certify('host-outside', 'hosts', named('DNS:cam.lab.example,DNS:other.example'))
  made.certify('mail', 'mails', named('email:a@lab.example'))
  made.certify('no-mail', 'mails')
}

export const pathRows: readonly Row[] = [
  { name: 'a path of three', signer: 'signer', trust: 'trusted', path, openssl: /^OK$/ },
  {
    name: 'without its intermediate',
    signer: 'signer',
    intermediates: [],
    trust: 'untrusted',
    openssl: /unable to get/,
  },
  {
    name: 'an intermediate as the root',
    signer: 'signer',
    intermediates: [],
    anchors: ['middle'],
    trust: 'trusted',
    openssl: /^OK$/,
  },
  {
    name: 'the signer itself as the root',
    signer: 'signer',
    intermediates: [],
    anchors: ['signer'],
    trust: 'trusted',
    openssl: /^OK$/,
  },
  { name: 'expired', signer: 'expired', trust: 'expired', openssl: /has expired/ },
  { name: 'not yet valid', signer: 'early', trust: 'not-yet-valid', openssl: /not yet valid/ },
  {
    name: 'an intermediate expired',
    signer: 'signer',
    intermediates: ['middle-expired'],
    trust: 'expired',
    openssl: /has expired/,
  },
  {
    name: 'an intermediate expired beside one that is not',
    signer: 'signer',
    intermediates: ['middle-expired', 'middle'],
    trust: 'trusted',
    openssl: /^OK$/,
  },
  {
    name: 'wrong usage',
    signer: 'wrong-usage',
    trust: 'untrusted',
    reason: /may not be used for signatures/,
    openssl: /unsuitable certificate purpose/,
  },
  { name: 'no usage stated', signer: 'no-usage', trust: 'trusted', openssl: /^OK$/ },
  {
    name: 'an issuer that is no authority',
    signer: 'by-no-authority',
    intermediates: ['no-authority'],
    trust: 'untrusted',
    reason: /not one of a certificate authority/,
    openssl: /invalid CA certificate/,
  },
  {
    name: 'an authority that may not certify',
    signer: 'by-no-cert-sign',
    intermediates: ['no-cert-sign'],
    trust: 'untrusted',
    reason: /may not be used to sign certificates/,
    openssl: /verification failed/,
  },
  {
    name: 'a path longer than allowed',
    signer: 'too-deep',
    intermediates: ['below-narrow', 'narrow'],
    trust: 'untrusted',
    reason: /no more than 0 authorities/,
    openssl: /path length constraint exceeded/,
  },
  {
    name: 'an unknown critical extension',
    signer: 'critical',
    trust: 'untrusted',
    reason: /1\.2\.3\.4/,
    openssl: /unhandled critical extension/,
  },
  {
    name: 'the same subjects with other keys',
    signer: 'false-signer',
    intermediates: ['false-middle', 'false-root'],
    trust: 'untrusted',
    openssl: /verification failed/,
  },
  {
    name: 'the right path among the same subjects',
    signer: 'signer',
    intermediates: ['false-middle', 'false-root', 'middle'],
    trust: 'trusted',
    path,
    openssl: /^OK$/,
  },
  {
    name: 'a loop',
    signer: 'in-loop',
    intermediates: ['a-by-b', 'b-by-a', 'loop-a', 'loop-b'],
    trust: 'untrusted',
    openssl: /verification failed/,
  },
  {
    name: 'out of a loop by a cross-certificate',
    signer: 'in-loop',
    intermediates: ['a-by-b', 'b-by-a', 'a-by-root'],
    trust: 'trusted',
    path: ['CN=in-loop', 'CN=a', 'CN=root'],
    openssl: /^(OK|[^]*verification failed)/,
  },
  {
    name: 'names within the limits',
    signer: 'lab-in-lab',
    intermediates: ['in-lab'],
    trust: 'trusted',
    openssl: /^OK$/,
  },
  {
    name: 'names outside the limits',
    signer: 'shop-in-lab',
    intermediates: ['in-lab'],
    trust: 'untrusted',
    reason: /does not allow names like those of “CN=shop, O=Shop”/,
    openssl: /permitted subtree violation/,
  },
  {
    name: 'names that are excluded',
    signer: 'lab-not-lab',
    intermediates: ['not-lab'],
    trust: 'untrusted',
    reason: /nameConstraints/,
    openssl: /excluded subtree violation/,
  },
  {
    name: 'names that are not excluded',
    signer: 'shop-not-lab',
    intermediates: ['not-lab'],
    trust: 'trusted',
    openssl: /^OK$/,
  },
  {
    name: 'hosts within the limits',
    signer: 'host-inside',
    intermediates: ['hosts'],
    trust: 'trusted',
    openssl: /^OK$/,
  },
  {
    name: 'hosts outside the limits',
    signer: 'host-outside',
    intermediates: ['hosts'],
    trust: 'untrusted',
    openssl: /permitted subtree violation/,
  },
  // Limits of a kind that is not judged here hold only where there is a name of that kind.
  {
    name: 'limits of mail, and no mail',
    signer: 'no-mail',
    intermediates: ['mails'],
    trust: 'trusted',
    openssl: /^OK$/,
  },
  {
    name: 'limits of mail, and mail',
    signer: 'mail',
    intermediates: ['mails'],
    trust: 'untrusted',
    reason: /does not judge/,
    openssl: /./,
  },
]
