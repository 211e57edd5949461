// Revocation lists of the matrix of certificates: what openssl is asked to make, and the answer that each deserves.
import { april, may } from './certificate-paths.ts'
import type { Row } from './certificate-paths.ts'
import type { OpensslAuthority } from '../support/openssl-authority.ts'

/** A day before and a day after the export time of the files, which is the time that counts. */
const current = { from: may(1), until: may(30) }
const idp = (...lines: string[]): string[] => [
  'issuingDistributionPoint=critical,@point',
  '[point]',
  ...lines,
]

export function makeLists(made: OpensslAuthority): void {
  made.list('root-clean', 'root', current)
  made.list('middle-clean', 'middle', current)
  made.list('signer-revoked', 'middle', {
    ...current,
    revoked: [{ of: 'signer', at: april, reason: 'superseded' }],
  })
  made.list('other-revoked', 'middle', { ...current, revoked: [{ of: 'expired', at: april }] })
  made.list('middle-revoked', 'root', {
    ...current,
    revoked: [{ of: 'middle', at: april, reason: 'CACompromise' }],
  })
  made.list('stale', 'middle', { from: april, until: may(1) })
  made.list('false-list', 'false-middle', { ...current, revoked: [{ of: 'signer', at: april }] })
  made.list('later', 'middle', { from: may(20), until: may(30) })
  made.list('root-later', 'root', { from: may(20), until: may(30) })
  const afterwards = (reason?: string) => ({
    from: may(20),
    until: may(30),
    revoked: [{ of: 'signer', at: may(10), ...(reason ? { reason } : {}) }],
  })
  made.list('revoked-later', 'middle', afterwards('superseded'))
  made.list('compromised', 'middle', afterwards('keyCompromise'))
  made.list('compromised-before', 'middle', afterwards('keyTime,20260420000000Z'))
  made.list('compromised-after', 'middle', afterwards('keyTime,20260505000000Z'))
  made.list('on-hold', 'middle', {
    ...current,
    revoked: [{ of: 'signer', at: april, reason: 'certificateHold' }],
  })
  made.list('delta', 'middle', { ...current, extensions: ['2.5.29.27=critical,ASN1:INTEGER:1'] })
  made.list('indirect', 'middle', { ...current, extensions: idp('indirectCRL=TRUE') })
  made.list('users', 'middle', { ...current, extensions: idp('onlyuser=TRUE') })
  made.list('authorities', 'middle', { ...current, extensions: idp('onlyCA=TRUE') })
  made.list('part', 'middle', { ...current, extensions: idp('fullname=URI:http://lab.example/1.crl') })
  made.list('part-revoked', 'middle', {
    ...current,
    extensions: idp('fullname=URI:http://lab.example/1.crl'),
    revoked: [{ of: 'signer', at: april }],
  })
  made.list('strange', 'middle', { ...current, extensions: ['1.2.3.4=critical,ASN1:NULL'] })
}

export const listRows: readonly Row[] = [
  {
    name: 'no lists',
    signer: 'signer',
    trust: 'trusted',
    revocation: 'not-checked',
    detail: /no revocation list is held here/,
    check: '-crl_check',
    openssl: /unable to get certificate CRL/,
  },
  {
    name: 'lists for all, nothing in them',
    signer: 'signer',
    lists: ['middle-clean', 'root-clean'],
    trust: 'trusted',
    revocation: 'good',
    detail: /2026-05-01T00:00:00.000Z/,
    check: '-crl_check_all',
    openssl: /^OK$/,
  },
  {
    name: 'a list for the signer only',
    signer: 'signer',
    lists: ['middle-clean'],
    trust: 'trusted',
    revocation: 'not-checked',
    detail: /no list of “CN=root” is held here/,
    check: '-crl_check_all',
    openssl: /unable to get certificate CRL/,
  },
  {
    name: 'revoked',
    signer: 'signer',
    lists: ['signer-revoked', 'root-clean'],
    trust: 'revoked',
    revocation: 'revoked',
    today: 'revoked',
    reason: /revoked at 2026-04-01T00:00:00.000Z \(superseded\)/,
    check: '-crl_check',
    openssl: /certificate revoked/,
  },
  {
    name: 'revoked, and no list for the rest',
    signer: 'signer',
    lists: ['signer-revoked'],
    trust: 'revoked',
    revocation: 'revoked',
    check: '-crl_check',
    openssl: /certificate revoked/,
  },
  {
    name: 'another one revoked',
    signer: 'signer',
    lists: ['other-revoked', 'root-clean'],
    trust: 'trusted',
    revocation: 'good',
    check: '-crl_check_all',
    openssl: /^OK$/,
  },
  {
    name: 'the intermediate revoked',
    signer: 'signer',
    lists: ['middle-clean', 'middle-revoked'],
    trust: 'revoked',
    revocation: 'revoked',
    reason: /“CN=middle” was revoked/,
    check: '-crl_check_all',
    openssl: /certificate revoked/,
  },
  {
    name: 'the intermediate revoked and trusted itself',
    signer: 'signer',
    anchors: ['middle', 'root'],
    lists: ['middle-revoked'],
    trust: 'revoked',
    openssl: /./,
  },
  {
    name: 'expired and revoked',
    signer: 'expired',
    lists: ['other-revoked'],
    trust: 'revoked',
    check: '-crl_check',
    openssl: /certificate revoked|has expired/,
  },
  {
    name: 'a list no longer valid',
    signer: 'signer',
    lists: ['stale', 'root-clean'],
    trust: 'trusted',
    revocation: 'not-checked',
    detail: /valid until 2026-05-01/,
    check: '-crl_check_all',
    openssl: /CRL has expired/,
  },
  {
    name: 'a list by a namesake',
    signer: 'signer',
    lists: ['false-list', 'root-clean'],
    trust: 'trusted',
    revocation: 'not-checked',
    detail: /its signature does not match/,
    check: '-crl_check_all',
    openssl: /CRL/,
  },
  {
    name: 'a list of changes',
    signer: 'signer',
    lists: ['delta', 'root-clean'],
    trust: 'trusted',
    revocation: 'not-checked',
    detail: /only changes/,
    check: '-crl_check_all',
    // OpenSSL takes it for a whole one unless asked to know lists of changes.
    openssl: /./,
  },
  {
    name: 'an indirect list',
    signer: 'signer',
    lists: ['indirect', 'root-clean'],
    trust: 'trusted',
    revocation: 'not-checked',
    detail: /other issuers/,
    openssl: /./,
  },
  {
    name: 'a list with an unknown critical extension',
    signer: 'signer',
    lists: ['strange', 'root-clean'],
    trust: 'trusted',
    revocation: 'not-checked',
    detail: /critical extension/,
    check: '-crl_check_all',
    openssl: /critical/,
  },
  {
    name: 'a list of signers',
    signer: 'signer',
    lists: ['users', 'root-clean'],
    trust: 'trusted',
    revocation: 'good',
    check: '-crl_check_all',
    openssl: /^OK$/,
  },
  {
    name: 'a list of authorities',
    signer: 'signer',
    lists: ['authorities', 'root-clean'],
    trust: 'trusted',
    revocation: 'not-checked',
    detail: /complete/,
    check: '-crl_check_all',
    openssl: /CRL|scope/,
  },
  {
    name: 'a list of a part',
    signer: 'signer',
    lists: ['part', 'root-clean'],
    trust: 'trusted',
    revocation: 'not-checked',
    check: '-crl_check_all',
    openssl: /scope/,
  },
  {
    name: 'revoked in a list of a part',
    signer: 'signer',
    lists: ['part-revoked'],
    trust: 'revoked',
    openssl: /./,
  },

  // Lists that were made after the time that counts; openssl is asked for the time of the list.
  {
    name: 'later lists, nothing in them',
    signer: 'signer',
    lists: ['later', 'root-later'],
    trust: 'trusted',
    revocation: 'good',
    at: may(21),
    check: '-crl_check_all',
    openssl: /^OK$/,
  },
  {
    name: 'revoked later',
    signer: 'signer',
    lists: ['revoked-later', 'root-later'],
    trust: 'trusted',
    today: 'revoked',
    revocation: 'good',
    detail: /but since then: .* was revoked at 2026-05-10/,
    at: may(21),
    check: '-crl_check_all',
    openssl: /certificate revoked/,
  },
  {
    name: 'key compromised, since when is not said',
    signer: 'signer',
    lists: ['compromised'],
    trust: 'revoked',
    reason: /key compromised.*since when is not stated/,
    at: may(21),
    check: '-crl_check',
    openssl: /certificate revoked/,
  },
  {
    name: 'key compromised since before',
    signer: 'signer',
    lists: ['compromised-before'],
    trust: 'revoked',
    reason: /invalid since 2026-04-20/,
    at: may(21),
    check: '-crl_check',
    openssl: /certificate revoked/,
  },
  {
    // Only the file says that it was exported before.
    name: 'key compromised since after',
    signer: 'signer',
    lists: ['compromised-after', 'root-later'],
    trust: 'revoked',
    today: 'revoked',
    revocation: 'revoked',
    reason: /a time that the file itself states does not count/,
    at: may(21),
    check: '-crl_check',
    openssl: /certificate revoked/,
  },
  {
    name: 'on hold',
    signer: 'signer',
    lists: ['on-hold'],
    trust: 'revoked',
    reason: /put on hold/,
    check: '-crl_check',
    openssl: /certificate revoked/,
  },
  {
    name: 'on hold, and lifted',
    signer: 'signer',
    lists: ['on-hold', 'later', 'root-later'],
    trust: 'trusted',
    revocation: 'good',
    at: may(21),
    check: '-crl_check_all',
    openssl: /^OK$/,
  },
  {
    name: 'revoked, and in a later list no more',
    signer: 'signer',
    lists: ['signer-revoked', 'later', 'root-later'],
    trust: 'revoked',
    openssl: /./,
  },
]
