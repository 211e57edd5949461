// The certificate that a server shows: what it says, whether this system vouches for it, and for whom it was made.
import type { X509Certificate } from 'node:crypto'
import * as tls from 'node:tls'
import type { SecureContext, TLSSocket } from 'node:tls'
import { EvidenceError } from '#contract/errors.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import type { Sha256 } from '#contract/units.ts'

export type HostRecord = Extract<CustodyEntry['detail'][string], Record<string, unknown>>

const reasons: Record<string, string> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself, and nobody vouches for it',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate leads to an authority that this system does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate leads to an authority that this system does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate leads to an authority that this system does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate leads to an authority that this system does not know',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate was made for another name',
}

let ofThisSystem: SecureContext | null = null

/** TLS 1.2 or newer, and the authorities of Node and of the operating system; or those given, and no others. */
export function secureContext(authorities: readonly string[] | null): SecureContext {
  if (authorities) return tls.createSecureContext({ ca: [...authorities], minVersion: 'TLSv1.2' })
  // Hundreds of certificates: read once.
  ofThisSystem ??= tls.createSecureContext({ ca: authoritiesHere(), minVersion: 'TLSv1.2' })
  return ofThisSystem
}

/** Not every runtime can name the authorities of the operating system; those that it was built with it always can. */
function authoritiesHere(): string[] {
  const { getCACertificates: named } = tls as Partial<typeof tls>
  if (!named) return [...tls.rootCertificates]
  return [...new Set([...named('default'), ...named('system')])]
}

/**
 * Before the first byte of a request is sent: the record of this host. Fails with `download-refused`, certificate in the
 * details, unless it is in order or the one that the user compared.
 */
export function judgeHost(socket: TLSSocket, url: URL, accepted: Sha256 | null): HostRecord {
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) throw refused(url, 'NO_CERTIFICATE', 'it shows no certificate', null)
  const told = describeCertificate(certificate)
  const problem = problemOf(socket, certificate, url)
  const byHand = problem !== null && told.sha256 === accepted
  if (problem !== null && !byHand) {
    throw refused(url, problem, reasons[problem] ?? `its certificate cannot be relied on (${problem})`, told)
  }
  return {
    host: url.host,
    address: socket.remoteAddress ?? null,
    tls: socket.getProtocol(),
    certificate: told,
    accepted: byHand ? 'by the user, by its SHA-256' : 'by an authority of this system',
    problem,
    // Asking would contact somebody whom the user did not name.
    revocation: 'not checked',
  }
}

function problemOf(socket: TLSSocket, certificate: X509Certificate, url: URL): string | null {
  // Whether this system vouches for it, whatever the environment says of ignoring that.
  if (!socket.authorized) {
    const error: unknown = socket.authorizationError
    return typeof error === 'string' ? error : error instanceof Error ? error.message : 'UNKNOWN'
  }
  const name = hostName(url)
  const mismatch = tls.checkServerIdentity(name, certificate.toLegacyObject())
  return mismatch === undefined ? null : 'ERR_TLS_CERT_ALTNAME_INVALID'
}

/** Without the brackets of an IPv6 address. */
export const hostName = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

type ToldCertificate = ReturnType<typeof describeCertificate>

const describeCertificate = (certificate: X509Certificate) => ({
  subject: oneLine(certificate.subject),
  issuer: oneLine(certificate.issuer),
  names: (certificate.subjectAltName ?? '').slice(0, 1_024),
  serialNumber: certificate.serialNumber.toLowerCase(),
  sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase() as Sha256,
  notBefore: isoOf(certificate.validFrom),
  notAfter: isoOf(certificate.validTo),
})

/** A certificate can say any time, also one that is none. */
const isoOf = (text: string): string | null => {
  const time = new Date(text)
  return Number.isFinite(time.getTime()) ? time.toISOString() : null
}

const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ').slice(0, 1_024)

function refused(url: URL, problem: string, why: string, certificate: ToldCertificate | null): EvidenceError {
  const whose = certificate ? ` It is of “${certificate.subject}”, SHA-256 ${certificate.sha256}.` : ''
  return new EvidenceError(
    'download-refused',
    `Nothing was fetched from “${url.host}”: ${why}.${whose} Compare it with what the sender says; if it is the same, it can be accepted.`,
    { details: { host: url.host, problem, certificate } },
  )
}
