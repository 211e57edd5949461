// The extensions of a revocation list (RFC 5280 5.2): whether it is complete, and for which certificates.
import { derChildren, derTags, readDerElement } from './der.ts'
import type { DerElement } from './der.ts'
import { readExtension } from './revocation-entry.ts'
import type { RevocationListFile } from './revocation-list.ts'

type Limits = { scope: RevocationListFile['scope']; unusable: string | null }

const deltaIndicator = '551d1b'
const issuingDistributionPoint = '551d1c'
/** crlNumber and authorityKeyIdentifier do not change what a list says, marked critical or not. */
const harmless = new Set(['551d14', '551d23'])

/** `wrapper`: the element [0] EXPLICIT Extensions; null where there is none. */
export function readListExtensions(der: Uint8Array, wrapper: DerElement | null): Limits {
  const limits: Limits = { scope: 'all', unusable: null }
  if (wrapper === null) return limits
  const list = readDerElement(der, wrapper.content, wrapper.end)
  const found = list?.tag === derTags.sequence ? derChildren(der, list, 64) : null
  if (found === null) return unusable('its extensions cannot be read')
  const seen = new Set<string>()
  for (const element of found) {
    const extension = readExtension(der, element)
    if (extension === null || seen.has(extension.oid)) return unusable('its extensions cannot be read')
    const { oid, critical, value } = extension
    seen.add(oid)
    if (oid === deltaIndicator) return unusable('it holds only changes to another list')
    if (oid === issuingDistributionPoint) {
      const scope = readScope(der, value)
      if (scope === 'others') return unusable('it speaks of certificates of other issuers or kinds')
      if (scope === null) return unusable('what it speaks of cannot be read')
      limits.scope = scope
    } else if (critical && !harmless.has(oid)) {
      return unusable('it has a critical extension that is not known here')
    }
  }
  return limits
}

const unusable = (why: string): Limits => ({ scope: 'part', unusable: why })

/**
 * IssuingDistributionPoint (RFC 5280 5.2.5): [0] distributionPoint, [1] onlyContainsUserCerts, [2] onlyContainsCACerts,
 * [3] onlySomeReasons, [4] indirectCRL, [5] onlyContainsAttributeCerts. A list for one distribution point or for some
 * reasons can say that a certificate was revoked, but not that it was not.
 */
function readScope(der: Uint8Array, value: DerElement): RevocationListFile['scope'] | 'others' | null {
  const sequence = readDerElement(der, value.content, value.end)
  const fields = sequence?.tag === derTags.sequence ? derChildren(der, sequence, 6) : null
  if (fields === null) return null
  let scope: RevocationListFile['scope'] = 'all'
  for (const { tag, content, end } of fields) {
    const isSet = end === content + 1 && der[content] !== 0
    if (tag === 0xa0 || tag === 0x83) scope = 'part'
    else if ((tag === 0x84 || tag === 0x85) && isSet) return 'others'
    else if (tag === 0x81 && isSet) scope = scope === 'all' ? 'signers' : 'part'
    else if (tag === 0x82 && isSet) scope = scope === 'all' ? 'authorities' : 'part'
    else if (tag < 0x81 || tag > 0x85) return null
  }
  return scope
}
