// Which key a certificate has and which one it says to be signed with (RFC 5280 4.2.1.1 authorityKeyIdentifier, 4.2.1.2
// subjectKeyIdentifier): hints that order a search, never proof.
import type { Certificate } from './certificate.ts'
import { derChildren, derContent, derTags, readDerElement } from './der.ts'

/** subjectKeyIdentifier; null where there is none. */
export function keyIdOf(certificate: Certificate): Buffer | null {
  const value = extensionOf(certificate, '2.5.29.14')
  const element = value && readDerElement(value, 0)
  return value && element?.tag === derTags.octetString ? Buffer.from(derContent(value, element)) : null
}

/** keyIdentifier of authorityKeyIdentifier; null where there is none. */
export function issuerKeyIdOf(certificate: Certificate): Buffer | null {
  const value = extensionOf(certificate, '2.5.29.35')
  const sequence = value && readDerElement(value, 0)
  const fields = value && sequence?.tag === derTags.sequence ? derChildren(value, sequence, 3) : null
  const id = fields?.find(({ tag }) => tag === 0x80)
  return value && id ? Buffer.from(derContent(value, id)) : null
}

const extensionOf = ({ parsed }: Certificate, oid: string): Uint8Array | null =>
  parsed.extensions?.find(({ extnID }) => extnID === oid)?.extnValue.valueBlock.valueHexView ?? null
