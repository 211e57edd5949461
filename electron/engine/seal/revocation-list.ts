// Certificate revocation lists as issuers publish them (RFC 5280 5): read from DER or PEM, without keeping more of their
// entries than where they are. What a list does not speak of clearly is said in `unusable` or `scope`, never guessed.
import { createHash } from 'node:crypto'
import type { Sha256, UtcTime } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { hashOf, readAlgorithmIdentifier } from './algorithm.ts'
import { parseAsn1 } from './asn1.ts'
import type { Certificate } from './certificate.ts'
import { readUsage } from './certificate-usage.ts'
import { derBytes, derChildren, derContent, derTags, readDerElement, readDerTime } from './der.ts'
import type { DerElement } from './der.ts'
import { readName } from './distinguished-name.ts'
import { ed25519Preamble } from './ed25519.ts'
import { isPem, parsePem } from './pem.ts'
import { readEntry } from './revocation-entry.ts'
import type { RevocationEntry } from './revocation-entry.ts'
import { readListExtensions } from './revocation-extensions.ts'
import { findSerial, indexSerials } from './serial-index.ts'
import type { SerialIndex } from './serial-index.ts'
import { verifyDigest } from './signature.ts'
import { isWeakHash } from './weakness.ts'

export type RevocationListFile = {
  /** The list itself, without anything that followed it. */
  readonly der: Uint8Array
  readonly sha256: Sha256
  readonly issuer: string
  /** For finding issuers: equal for equal names. Never shown. */
  readonly issuerKey: string
  readonly thisUpdate: UtcTime
  readonly nextUpdate: UtcTime | null
  /** How many certificates it lists. */
  readonly revoked: number
  /** Of whose certificates it is complete: all of its issuer's, those of signers, those of authorities, or of none. */
  readonly scope: 'all' | 'signers' | 'authorities' | 'part'
  /** Why nothing is concluded from it; null where something can be. */
  readonly unusable: string | null
  readonly parts: {
    content: DerElement
    algorithm: DerElement
    signature: Uint8Array
    /** Where the entries are. */
    serials: SerialIndex
  }
}

export type RevocationListReading = { ok: true; list: RevocationListFile } | { ok: false; reason: string }

/** Lists of large authorities have some MiB. */
export const revocationListLimit = 16 << 20
const entryLimit = 1_000_000
const no = (why: string): RevocationListReading => ({
  ok: false,
  reason: `The revocation list cannot be read: ${why}.`,
})

/** Reads one list, DER or PEM (`X509 CRL`). Never throws. `reason` is one plain sentence. */
export function readRevocationList(bytes: Uint8Array): RevocationListReading {
  if (bytes[0] === derTags.sequence || !isPem(bytes)) return readDer(bytes)
  const block = parsePem(bytes).find(({ label }) => label.endsWith('CRL'))
  return block ? readDer(block.bytes) : no('there is none in this text')
}

function readDer(bytes: Uint8Array): RevocationListReading {
  const outer = readDerElement(bytes, 0)
  if (outer?.tag !== derTags.sequence) return no('it is no DER SEQUENCE')
  if (outer.end > revocationListLimit) return no(`it is larger than ${revocationListLimit >> 20} MiB`)
  const der = Uint8Array.from(bytes.subarray(0, outer.end))
  const [content, algorithm, bits, ...more] = derChildren(der, outer, 3) ?? []
  const fields = content?.tag === derTags.sequence ? derChildren(der, content, 8) : null
  if (!content || !algorithm || bits?.tag !== derTags.bitString || more.length > 0 || fields === null) {
    return no('it is not built like a list')
  }
  const version = fields[0]?.tag === derTags.integer ? fields.shift() : undefined
  const [inner, issuer, issued, ...rest] = fields
  const thisUpdate = issued && readDerTime(der, issued)
  const name = issuer ? readName(parseAsn1(derBytes(der, issuer))) : null
  if (!inner || !issuer || !name || !thisUpdate) return no('its issuer or its time cannot be read')
  const next = rest[0] && readDerTime(der, rest[0]) ? rest.shift() : undefined
  const nextUpdate = next ? readDerTime(der, next) : null
  const entries = rest[0]?.tag === derTags.sequence ? (rest.shift() ?? null) : null
  const wrapper = rest[0]?.tag === 0xa0 ? rest.shift() : undefined
  if (rest.length > 0) return no('it is not built like a list')
  if (version && Buffer.from(derContent(der, version)).toString('hex') !== '01')
    return no('its version is unknown')
  const counted = readEntries(der, entries)
  if (counted === null) return no('its entries cannot be read')
  const limits = readListExtensions(der, wrapper ?? null)
  const sameAlgorithm = Buffer.from(derBytes(der, inner)).equals(derBytes(der, algorithm))
  return {
    ok: true,
    list: {
      der,
      sha256: sha256Of(der),
      issuer: name.text,
      issuerKey: name.key,
      thisUpdate: thisUpdate.toISOString() as UtcTime,
      nextUpdate: nextUpdate && (nextUpdate.toISOString() as UtcTime),
      revoked: counted.count,
      scope: limits.scope,
      unusable:
        limits.unusable ??
        counted.unusable ??
        (sameAlgorithm ? null : 'it names two different signature algorithms'),
      parts: { content, algorithm, signature: derContent(der, bits).subarray(1), serials: counted.serials },
    },
  }
}

/** Goes through all entries once: a list of which one cannot be read is not believed in part. */
function readEntries(
  der: Uint8Array,
  entries: DerElement | null,
): { count: number; unusable: string | null; serials: SerialIndex } | null {
  const places: number[] = []
  let unusable: string | null = null
  for (let at = entries?.content ?? 0; entries && at < entries.end;) {
    const element = readDerElement(der, at, entries.end)
    const entry = element && readEntry(der, element)
    if (!element || !entry || places.length >= entryLimit) return null
    unusable ??= entry.unusable
    places.push(at)
    at = element.end
  }
  return { count: places.length, unusable, serials: indexSerials(der, places) }
}

/** What the list says of a certificate of its issuer, in its order; none where it does not list it. */
export function findEntries({ der, parts }: RevocationListFile, certificate: Certificate): RevocationEntry[] {
  const serial = certificate.parsed.serialNumber.valueBlock.valueHexView
  return findSerial(der, parts.serials, serial).flatMap((place) => {
    const element = readDerElement(der, place)
    return (element && readEntry(der, element)) ?? []
  })
}

const checkedSignatures = new WeakMap<RevocationListFile, Map<string, string | null>>()

/** Why the list is not one that `issuer` may have signed and did sign, as the end of a sentence; null where it is. */
export function whyNotSignedBy(list: RevocationListFile, issuer: Certificate): string | null {
  const known = checkedSignatures.get(list) ?? new Map<string, string | null>()
  checkedSignatures.set(list, known)
  const before = known.get(issuer.signer.sha256)
  if (before !== undefined) return before
  const why = checkSignature(list, issuer)
  known.set(issuer.signer.sha256, why)
  return why
}

function checkSignature({ der, parts }: RevocationListFile, issuer: Certificate): string | null {
  if (readUsage(issuer).signsLists === false) return 'its issuer may not sign such lists'
  const read = readAlgorithmIdentifier(derBytes(der, parts.algorithm))
  const hash = read.ok ? hashOf(read.algorithm) : null
  if (!read.ok || hash === null || issuer.publicKey === null)
    return 'its signature algorithm is not known here'
  if (isWeakHash(hash)) return 'it is signed with a hash for which forgeries can be made'
  const content = derBytes(der, parts.content)
  const { algorithm } = read
  const preamble = algorithm.kind === 'ed25519' ? ed25519Preamble(issuer.publicKey, parts.signature) : null
  const digest = createHash(hash)
    .update(preamble ?? new Uint8Array(0))
    .update(content)
    .digest()
  const check = verifyDigest({ algorithm, publicKey: issuer.publicKey, digest, signature: parts.signature })
  if ('unsupported' in check) return 'its signature cannot be checked here'
  if (!check.matches) return 'its signature does not match'
  return check.weak.length > 0 ? 'its signature is too weak' : null
}
