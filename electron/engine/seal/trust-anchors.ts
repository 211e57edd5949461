// The certificates that the keeper of a workstation trusts, from files and folders that the keeper names.
import { open, readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { outerSequenceLength } from './asn1.ts'
import { readCertificate } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { isPem, parsePem } from './pem.ts'

/** The bundle of a whole operating system has about 150 certificates in 250 KB. */
const fileLimit = 4 << 20
const certificatesLimit = 1_000
const folderLimit = 2_000
const endings = new Set(['.pem', '.crt', '.cer', '.der'])

/**
 * Loads trust anchors from files (PEM with one or more certificates, or DER) and folders of such files (`.pem`, `.crt`,
 * `.cer`, `.der`; not their subfolders). Each certificate is given once. Fails with `certificate-unreadable` where
 * a path holds none, or one that cannot be read: a trust list is taken whole or not at all.
 */
export async function loadTrustAnchors(paths: string[]): Promise<Certificate[]> {
  const found = new Map<string, Certificate>()
  for (const path of paths) {
    for (const certificate of await loadPath(path)) {
      found.set(certificate.signer.sha256, certificate)
      if (found.size > certificatesLimit)
        throw unreadable(path, `more than ${certificatesLimit} certificates`)
    }
  }
  return [...found.values()]
}

async function loadPath(path: string): Promise<Certificate[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (cause: unknown) => {
      throw unreadable(path, cause instanceof Error ? cause.message : 'it cannot be read', cause)
    },
  )
  if (!isFolder) return loadCertificates(path)
  const names = (await readdir(path)).filter((name) => endings.has(extname(name).toLowerCase())).sort()
  if (names.length > folderLimit) throw unreadable(path, `more than ${folderLimit} files`)
  const found: Certificate[] = []
  for (const name of names) {
    const file = join(path, name)
    const bytes = await readBounded(file)
    // A key or a parameter file may lie beside the certificates under the same ending.
    if (isPem(bytes) && !parsePem(bytes).some(isCertificateBlock)) continue
    found.push(...readAll(file, bytes))
  }
  if (found.length === 0) throw unreadable(path, 'no certificate in it')
  return found
}

/** All certificates of one file, PEM or DER. Fails with `certificate-unreadable`. */
export async function loadCertificates(path: string): Promise<Certificate[]> {
  return readAll(path, await readBounded(path))
}

function readAll(path: string, bytes: Uint8Array): Certificate[] {
  const ders =
    bytes[0] !== 0x30 && isPem(bytes) ? parsePem(bytes).filter(isCertificateBlock) : splitDer(bytes)
  if (ders.length === 0) throw unreadable(path, 'no certificate in it')
  return ders.map((der, index) => {
    const certificate = readCertificate(der.bytes)
    if (certificate === null)
      throw unreadable(path, `certificate ${index + 1} of ${ders.length} cannot be read`)
    return certificate
  })
}

const isCertificateBlock = (block: { label: string }): boolean => block.label.endsWith('CERTIFICATE')

function splitDer(bytes: Uint8Array): { bytes: Uint8Array }[] {
  const found: { bytes: Uint8Array }[] = []
  for (let at = 0; at < bytes.length && found.length <= certificatesLimit;) {
    const length = outerSequenceLength(bytes.subarray(at))
    if (length === null) break
    found.push({ bytes: bytes.subarray(at, at + length) })
    at += length
  }
  return found
}

async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path)
    try {
      const buffer = Buffer.alloc(Math.min((await file.stat()).size, fileLimit) + 1)
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
      if (bytesRead > fileLimit) throw unreadable(path, 'it is larger than 4 MiB')
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause
    throw unreadable(path, cause instanceof Error ? cause.message : 'it cannot be read', cause)
  }
}

function unreadable(path: string, why: string, cause?: unknown): EvidenceError {
  const message = `No certificates were taken from “${path}”: ${why}.`
  return new EvidenceError('certificate-unreadable', message, { details: { path }, cause })
}
