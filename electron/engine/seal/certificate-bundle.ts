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

/** One certificate or list as it lies in the file, not yet read. */
type Piece = {
  bytes: Uint8Array
  kind: 'certificate' | 'list' | 'either'
  /** Why the file is refused where this is neither. */
  otherwise: string
}

const tooMany = `more than ${materialLimit} certificates`
const unknown = 'it is neither a certificate, nor a revocation list, nor PKCS#7, or it is not whole'
const unreadable = 'the PKCS#7 in it cannot be read'

/** Reads all of a file, or nothing: what cannot be read is never passed over. Private keys beside it are. */
export function readTrustMaterial(bytes: Uint8Array): MaterialReading {
  // All are counted before any is read: what is too much must not cost the time and memory that reading takes.
  const pieces: Piece[] = []
  const isText = !isSequence(bytes) && isPem(bytes)
  const why = isText ? collectPem(bytes, pieces) : collectDerSeries(bytes, pieces)
  if (why !== null) return { ok: false, reason: why }
  if (pieces.length === 0) return { ok: false, reason: 'no certificate in it' }
  const material: TrustMaterial = { certificates: [], revocationLists: [] }
  for (const { bytes: der, kind, otherwise } of pieces) {
    const certificate = kind === 'list' ? null : readCertificate(der)
    const list = certificate !== null || kind === 'certificate' ? null : readRevocationList(der)
    if (certificate) material.certificates.push(certificate)
    else if (list?.ok) material.revocationLists.push(list.list)
    else return { ok: false, reason: otherwise }
  }
  return { ok: true, ...material }
}

/** Null where all went well. */
function collectPem(bytes: Uint8Array, pieces: Piece[]): string | null {
  const blocks = parsePem(bytes).filter(({ label }) => isWanted(label))
  const begun = countPemBeginnings(bytes, isWanted)
  if (begun > materialLimit) return tooMany
  if (begun > blocks.length) return `${begun - blocks.length} of ${begun} blocks in it have no end`
  for (const [index, block] of blocks.entries()) {
    // By what is in it, not by its label: some programs call everything a certificate.
    const why = collect(block.bytes, pieces, `block ${index + 1} of ${blocks.length} cannot be read`)
    if (why !== null) return why
  }
  return null
}

const isWanted = (label: string): boolean =>
  /(CERTIFICATE|CRL)$/.test(label) || ['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA'].includes(label)

/** Whether a text holds anything that belongs into a trust store. */
export const holdsMaterial = (bytes: Uint8Array): boolean =>
  !isPem(bytes) || parsePem(bytes).some(({ label }) => isWanted(label))

function collectDerSeries(bytes: Uint8Array, pieces: Piece[]): string | null {
  let count = 0
  for (let at = 0; at < bytes.length; count += 1) {
    const element = readDerElement(bytes, at)
    // What follows a certificate and is none itself was put there by a careless writer.
    if (element?.tag !== derTags.sequence) return at === 0 && isSequence(bytes) ? unknown : null
    // PKCS#7 without anything in it counts too.
    if (count >= materialLimit) return tooMany
    const why = collect(derBytes(bytes, element), pieces, null)
    if (why !== null) return why
    at = element.end
  }
  return null
}

const isSequence = (bytes: Uint8Array): boolean => bytes[0] === derTags.sequence

/** `otherwise`: in whose words it is refused where it is nothing of all this; null for those of its kind. */
function collect(bytes: Uint8Array, pieces: Piece[], otherwise: string | null): string | null {
  if (isPkcs7(bytes)) return collectPkcs7(bytes, pieces, otherwise ?? unreadable)
  if (pieces.length >= materialLimit) return tooMany
  pieces.push({ bytes, kind: 'either', otherwise: otherwise ?? unknown })
  return null
}

function isPkcs7(der: Uint8Array): boolean {
  const outer = readDerElement(der, 0)
  const type = outer && readDerElement(der, outer.content, outer.end)
  return type?.tag === derTags.oid && Buffer.from(derContent(der, type)).toString('hex') === signedData
}

/** ContentInfo { signedData, [0] { version, digests, content, [0] certificates, [1] crls, signers } }. */
function collectPkcs7(der: Uint8Array, pieces: Piece[], otherwise: string): string | null {
  const outer = readDerElement(der, 0)
  const wrapper = outer && derChildren(der, outer, 2)?.[1]
  const content = wrapper && readDerElement(der, wrapper.content, wrapper.end)
  const fields = content?.tag === derTags.sequence ? derChildren(der, content, 8) : null
  if (fields === null) return otherwise
  for (const field of fields) {
    if (field.tag !== 0xa0 && field.tag !== 0xa1) continue
    for (let at = field.content; at < field.end;) {
      const element = readDerElement(der, at, field.end)
      if (element === null) return otherwise
      at = element.end
      // Attribute certificates and other forms have tags of their own; they are nothing that is relied on here.
      if (element.tag !== derTags.sequence) continue
      if (pieces.length >= materialLimit) return tooMany
      const kind = field.tag === 0xa0 ? 'certificate' : 'list'
      pieces.push({ bytes: derBytes(der, element), kind, otherwise })
    }
  }
  return null
}
