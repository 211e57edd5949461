// The certificates that the keeper of a workstation trusts, and revocation lists, from files and folders that the keeper names.
import { open, readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { Certificate } from './certificate.ts'
import { holdsMaterial, materialLimit, readTrustMaterial } from './certificate-bundle.ts'
import type { TrustMaterial } from './certificate-bundle.ts'
import { revocationListLimit } from './revocation-list.ts'
import type { RevocationListFile } from './revocation-list.ts'

const fileLimit = revocationListLimit
const folderLimit = 2_000
const endings = new Set(['.pem', '.crt', '.cer', '.der', '.p7b', '.p7c', '.crl'])

/** What verdicts may rely on: every certificate that was named is one to end a path in. */
export type NamedTrust = { anchors: Certificate[]; revocationLists: RevocationListFile[] }

/**
 * Loads certificates and revocation lists from files (PEM, DER, PKCS#7) and folders of such files (`.pem`, `.crt`, `.cer`,
 * `.der`, `.p7b`, `.p7c`, `.crl`; not their subfolders), each once. Fails with `certificate-unreadable` where a path holds
 * neither or anything that cannot be read, or where no path holds a certificate: a trust list is taken whole or not at all.
 */
export async function loadTrust(paths: readonly string[]): Promise<NamedTrust> {
  const anchors = new Map<string, Certificate>()
  const lists = new Map<string, RevocationListFile>()
  for (const path of paths) {
    const { certificates, revocationLists } = await loadTrustMaterial(path)
    for (const one of certificates) anchors.set(one.signer.sha256, one)
    for (const one of revocationLists) lists.set(one.sha256, one)
    if (anchors.size + lists.size > materialLimit)
      throw unreadable(path, `more than ${materialLimit} certificates`)
  }
  const [first] = paths
  if (first !== undefined && anchors.size === 0) throw unreadable(first, 'no certificate in it')
  return { anchors: [...anchors.values()], revocationLists: [...lists.values()] }
}

/** All certificates of one file. Fails with `certificate-unreadable`. */
export async function loadCertificates(path: string): Promise<Certificate[]> {
  const { certificates } = readAll(path, await readBounded(path))
  if (certificates.length === 0) throw unreadable(path, 'no certificate in it')
  return certificates
}

/**
 * All certificates and revocation lists of a file, or of the files of a folder, each once. Fails with
 * `certificate-unreadable` where there is neither, or anything that cannot be read.
 */
export async function loadTrustMaterial(path: string): Promise<TrustMaterial> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (cause: unknown) => {
      throw unreadable(path, cause instanceof Error ? cause.message : 'it cannot be read', cause)
    },
  )
  const files = isFolder ? await filesOf(path) : [path]
  const certificates = new Map<string, Certificate>()
  const lists = new Map<string, RevocationListFile>()
  let hasMaterial = false
  for (const file of files) {
    const bytes = await readBounded(file)
    // A key or a parameter file may lie beside the certificates under the same ending.
    if (isFolder && !holdsMaterial(bytes)) continue
    hasMaterial = true
    const part = readAll(file, bytes)
    for (const one of part.certificates) certificates.set(one.signer.sha256, one)
    for (const one of part.revocationLists) lists.set(one.sha256, one)
    // Before the next file: a folder may hold 2,000 of 16 MiB.
    if (certificates.size + lists.size > materialLimit)
      throw unreadable(path, `more than ${materialLimit} certificates`)
  }
  if (!hasMaterial) throw unreadable(path, 'no certificate in it')
  return { certificates: [...certificates.values()], revocationLists: [...lists.values()] }
}

async function filesOf(path: string): Promise<string[]> {
  const names = (await readdir(path)).filter((name) => endings.has(extname(name).toLowerCase())).sort()
  if (names.length > folderLimit) throw unreadable(path, `more than ${folderLimit} files`)
  return names.map((name) => join(path, name))
}

function readAll(path: string, bytes: Uint8Array): TrustMaterial {
  const reading = readTrustMaterial(bytes)
  if (!reading.ok) throw unreadable(path, reading.reason)
  return { certificates: reading.certificates, revocationLists: reading.revocationLists }
}

async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path)
    try {
      const buffer = Buffer.alloc(Math.min((await file.stat()).size, fileLimit) + 1)
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
      if (bytesRead > fileLimit) throw unreadable(path, `it is larger than ${fileLimit >> 20} MiB`)
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
