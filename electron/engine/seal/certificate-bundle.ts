// Certificates and revocation lists out of one file of whatever form: PEM, DER, one after the other, or PKCS#7 without content
// (SignedData, RFC 5652 5.1; RFC 2315 9.1), as authorities hand out their chains.
import { derBytes, derChildren, derContent, derTags, readDerElement } from './der.ts'
import { readCertificate } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { countPemBeginnings, isPem, parsePem } from './pem.ts'
import { readRevocationList } from './revocation-list.ts'
import type { RevocationListFile } from './revocation-list.ts'

export type TrustMaterial = { certificates: Certificate[]; revocationLists: RevocationListFile[] }
/** `reason` ends a sentence: `No certificates were taken from …: ….` */
export type MaterialReading = ({ ok: true } & TrustMaterial) | { ok: false; reason: string }

const signedData = '2a864886f70d010702'
/** The bundle of a whole operating system has about 150. */
export const materialLimit = 1_000

/** Reads all of a file, or nothing: what cannot be read is never passed over. Private keys beside it are. */
export function readTrustMaterial(bytes: Uint8Array): MaterialReading {
  const material: TrustMaterial = { certificates: [], revocationLists: [] }
  const isText = !isSequence(bytes) && isPem(bytes)
  const why = isText ? readPem(bytes, material) : readDerSeries(bytes, material)
  if (why !== null) return { ok: false, reason: why }
  return countOf(material) === 0 ? { ok: false, reason: 'no certificate in it' } : { ok: true, ...material }
}

const countOf = ({ certificates, revocationLists }: TrustMaterial): number =>
  certificates.length + revocationLists.length
const tooMany = `more than ${materialLimit} certificates`

/** Null where all went well. */
function readPem(bytes: Uint8Array, material: TrustMaterial): string | null {
  const blocks = parsePem(bytes).filter(({ label }) => isWanted(label))
  const begun = countPemBeginnings(bytes, isWanted)
  if (begun > materialLimit) return tooMany
  if (begun > blocks.length) return `${begun - blocks.length} of ${begun} blocks in it have no end`
  for (const [index, block] of blocks.entries()) {
    // By what is in it, not by its label: some programs call everything a certificate.
    if (readOne(block.bytes, material) !== null)
      return `block ${index + 1} of ${blocks.length} cannot be read`
  }
  return null
}

const isWanted = (label: string): boolean =>
  /(CERTIFICATE|CRL)$/.test(label) || ['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA'].includes(label)

/** Whether a text holds anything that belongs into a trust store. */
export const holdsMaterial = (bytes: Uint8Array): boolean =>
  !isPem(bytes) || parsePem(bytes).some(({ label }) => isWanted(label))

function readDerSeries(bytes: Uint8Array, material: TrustMaterial): string | null {
  let count = 0
  for (let at = 0; at < bytes.length && count <= materialLimit; count += 1) {
    const element = readDerElement(bytes, at)
    // What follows a certificate and is none itself was put there by a careless writer.
    if (element?.tag !== derTags.sequence) return at === 0 && isSequence(bytes) ? unknown : null
    const why = readOne(derBytes(bytes, element), material)
    if (why !== null) return why
    at = element.end
  }
  return null
}

const unknown = 'it is neither a certificate, nor a revocation list, nor PKCS#7, or it is not whole'
const isSequence = (bytes: Uint8Array): boolean => bytes[0] === derTags.sequence

function readOne(der: Uint8Array, material: TrustMaterial): string | null {
  if (isPkcs7(der)) return readPkcs7(der, material)
  const certificate = readCertificate(der)
  if (certificate !== null) {
    material.certificates.push(certificate)
    return null
  }
  const reading = readRevocationList(der)
  if (!reading.ok) return unknown
  material.revocationLists.push(reading.list)
  return null
}

function isPkcs7(der: Uint8Array): boolean {
  const outer = readDerElement(der, 0)
  const type = outer && readDerElement(der, outer.content, outer.end)
  return type?.tag === derTags.oid && Buffer.from(derContent(der, type)).toString('hex') === signedData
}

/** ContentInfo { signedData, [0] { version, digests, content, [0] certificates, [1] crls, signers } }. */
function readPkcs7(der: Uint8Array, material: TrustMaterial): string | null {
  const unreadable = 'the PKCS#7 in it cannot be read'
  const outer = readDerElement(der, 0)
  if (!outer || !isPkcs7(der)) return unreadable
  const wrapper = derChildren(der, outer, 2)?.[1]
  const content = wrapper && readDerElement(der, wrapper.content, wrapper.end)
  const fields = content?.tag === derTags.sequence ? derChildren(der, content, 8) : null
  if (fields === null) return unreadable
  for (const field of fields) {
    if (field.tag !== 0xa0 && field.tag !== 0xa1) continue
    const elements = derChildren(der, field, materialLimit)
    if (elements === null) return unreadable
    for (const element of elements) {
      // Attribute certificates and other forms have tags of their own; they are nothing that is relied on here.
      if (element.tag !== derTags.sequence) continue
      const bytes = derBytes(der, element)
      const certificate = field.tag === 0xa0 ? readCertificate(bytes) : null
      const list = field.tag === 0xa1 ? readRevocationList(bytes) : null
      if (certificate) material.certificates.push(certificate)
      else if (list?.ok) material.revocationLists.push(list.list)
      else return unreadable
    }
  }
  return null
}
