// For the check by hand: one signature inside the video of each track whose signed document, signature and key lie in the
// file as openssl takes them, in one piece and without emulation prevention (ONVIF Media Signing 5.7; Axis Signed Video).
// What is offered was tried here first.
import { constants, createHash, createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { SignedGroup } from '#contract/messages/media-hand-check.ts'
import type { MediaGroup, MediaSigningReport } from '#contract/seal.ts'
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { formatPem, parsePem } from '#engine/seal/pem.ts'

/** Groups of a track that are looked at, and the largest SEI: the first good one is as good as any other. */
const groupsTried = 8
const seiLimit = 65_536
/** Places in an SEI that look like the beginning of its signature. */
const placesTried = 1_000

/** At most one for each track; none for a track whose signatures cannot be cut out of the file. */
export async function findSignedGroups(
  source: ByteSource,
  reports: readonly MediaSigningReport[],
): Promise<SignedGroup[]> {
  const found: SignedGroup[] = []
  for (const report of reports) {
    const group = await findGroup(source, report)
    if (group) found.push(group)
  }
  return found
}

async function findGroup(source: ByteSource, report: MediaSigningReport): Promise<SignedGroup | null> {
  if (report.scheme === null || report.algorithm === null) return null
  const candidates = report.groups.filter(({ verdict, sei, digest }) => verdict === 'ok' && sei && digest)
  for (const group of candidates.slice(0, groupsTried)) {
    const found = await cutOut(source, report, group)
    if (found) return found
  }
  return null
}

async function cutOut(
  source: ByteSource,
  report: MediaSigningReport,
  { index, sei, digest }: MediaGroup,
): Promise<SignedGroup | null> {
  const { trackId, scheme, algorithm } = report
  if (!sei || digest === null || scheme === null || algorithm === null) return null
  if (sei.end - sei.start > seiLimit) return null
  const bytes = await source.read(sei.start, sei.end - sei.start)
  const end = findDocumentEnd(bytes, digest, signatureTags[scheme])
  const key = findKey(bytes, sei.start, report)
  if (end === null || !key) return null
  const document = bytes.subarray(0, end)
  const signature = signaturePlaces(bytes, end).find((place) =>
    matches(algorithm, document, bytes.subarray(place.start, place.end), key.publicKey),
  )
  if (!signature) return null
  const inFile = ({ start, end }: ByteRange): ByteRange => ({
    start: sei.start + start,
    end: sei.start + end,
  })
  return {
    trackId,
    group: index,
    document: inFile({ start: 0, end }),
    signature: inFile(signature),
    key: key.place,
    digest,
    algorithm,
  }
}

const hashes: Record<number, string> = { 64: 'sha256', 96: 'sha384', 128: 'sha512' }
const signatureTags = { onvif: 3, axis: 5 } as const

/** The document ends before the signature's tag, there where its digest is the one that was signed. */
function findDocumentEnd(bytes: Uint8Array, digest: string, tag: number): number | null {
  const hash = hashes[digest.length]
  if (hash === undefined) return null
  const state = createHash(hash)
  let hashed = 0
  let tried = 0
  for (let at = bytes.indexOf(tag); at >= 0 && tried < placesTried; at = bytes.indexOf(tag, at + 1)) {
    tried += 1
    state.update(bytes.subarray(hashed, at))
    hashed = at
    if (state.copy().digest('hex') === digest) return at
  }
  return null
}

/**
 * Where the signature proper may lie behind the document: after tag, length of the field, version, up to two bytes that
 * depend on scheme and version, and its own length.
 */
function signaturePlaces(bytes: Uint8Array, documentEnd: number): ByteRange[] {
  return [4, 5, 6].flatMap((header) => {
    const at = documentEnd + header
    const start = at + 2
    const end = start + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))
    return end - start >= 8 && end <= bytes.length ? [{ start, end }] : []
  })
}

type FoundKey = { place: SignedGroup['key']; publicKey: KeyObject }

/** More is not typed by anybody, nor read. */
const base64Limit = 6_000

/** The PEM block in the SEI, or else the certificate of another SEI, whose key the signatures were checked with. */
function findKey(bytes: Uint8Array, seiStart: number, report: MediaSigningReport): FoundKey | null {
  for (const { label, text, start, end } of parsePem(bytes)) {
    const kind = label === 'CERTIFICATE' ? 'certificate' : label === 'PUBLIC KEY' ? 'public-key' : null
    if (!kind) continue
    const publicKey = readKey(text)
    const place = { kind, bytes: { start: seiStart + start, end: seiStart + end } } as const
    if (publicKey && isTheKey(publicKey, report)) return { place, publicKey }
  }
  for (const base64 of report.certificates) {
    if (base64.length > base64Limit || !/^[A-Za-z0-9+/]+=*$/.test(base64)) continue
    const publicKey = readKey(formatPem('CERTIFICATE', Buffer.from(base64, 'base64')))
    if (publicKey && isTheKey(publicKey, report)) return { place: { kind: 'stated', base64 }, publicKey }
  }
  return null
}

function isTheKey(key: KeyObject, { publicKeySha256 }: MediaSigningReport): boolean {
  const spki = key.export({ type: 'spki', format: 'der' })
  return publicKeySha256 === null || sha256Of(spki) === publicKeySha256
}

/** Null where it is no key: what the video brings is evidence, and nothing hangs on it here. */
function readKey(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem)
  } catch {
    return null
  }
}

function matches(algorithm: string, document: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  const hash = /\bSHA-(256|384|512)\b/.exec(algorithm)?.[1]
  if (hash === undefined || algorithm.startsWith('ECDSA') !== (key.asymmetricKeyType === 'ec')) return false
  const padding = algorithm.startsWith('RSASSA-PSS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
    : {}
  try {
    return verify(`sha${hash}`, document, { key, ...padding }, signature)
  } catch {
    // A key of another kind than the algorithm asks for: then openssl refuses it as well.
    return false
  }
}
