// The workstation's own key: signs the custody ledger and, where no other key is named, seals. Made on first use.
import { createPublicKey, randomUUID } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { access, constants, copyFile, link, mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { assert } from '#engine/base/assert.ts'
import { syncFolder } from '#engine/base/durable-name.ts'
import { errnoOf } from '#engine/base/file-failure.ts'
import { ifThere } from '#engine/base/look-up.ts'
import { loadSealingKey } from './key-file.ts'
import type { SealingKey } from './key-file.ts'
import { makeCertificate, makeRsaKey } from './make-certificate.ts'
import { formatPem } from './pem.ts'
import { loadPrivateKeys } from './private-key.ts'

const validYears = 10
const bits = 3072

/**
 * Loads `key.pem` (PKCS#8, mode 0600) and `certificate.pem` of `dataFolder`, or makes what is missing. Two processes at
 * once end with one key: each file appears complete or not at all, and the first to appear wins. What is there is never
 * overwritten: if it cannot be used this fails with `key-unreadable`, `key-unsuitable` or `certificate-unreadable`.
 */
export async function loadOrMakeWorkstationKey(
  dataFolder: string,
  workstationName: string,
  now: Date = new Date(),
): Promise<SealingKey> {
  const keyPath = join(dataFolder, 'key.pem')
  const certPath = join(dataFolder, 'certificate.pem')
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 })
    if (!(await exists(keyPath))) {
      const key = await makeRsaKey(bits)
      await placeFile(keyPath, key.export({ type: 'pkcs8', format: 'pem' }))
    }
    if (!(await exists(certPath))) {
      // Whoever placed the key, the certificate is made for the key that is there.
      const [privateKey] = (await loadPrivateKeys(keyPath, null)).keys
      assert(privateKey !== undefined, 'a key file that was loaded has a key')
      await placeFile(certPath, selfSigned(privateKey, workstationName, now))
    }
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause
    const message = `The key of this workstation cannot be kept in “${dataFolder}”: ${String(cause)}`
    throw new EvidenceError('key-unreadable', message, { details: { path: dataFolder }, cause })
  }
  return loadSealingKey({ keyPath, certPath, password: null })
}

function selfSigned(privateKey: KeyObject, workstationName: string, now: Date): string {
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(now.getUTCFullYear() + validYears)
  const { der } = makeCertificate({
    commonName: workstationName,
    organization: 'Exhibit workstation',
    publicKey: createPublicKey(privateKey),
    issuer: { privateKey, certificate: null },
    notBefore: now,
    notAfter,
    authority: null,
  })
  return formatPem('CERTIFICATE', der)
}

const exists = async (path: string): Promise<boolean> => (await ifThere(path, access(path))) !== null

/** Writes a file complete under another name, then gives it its own, unless somebody else has done so meanwhile. */
async function placeFile(path: string, content: string | Buffer): Promise<void> {
  const scratch = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(scratch, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await giveName(scratch, path)
  } finally {
    await rm(scratch, { force: true })
  }
  // A key that signed something must not be gone after a power cut.
  await syncFolder(dirname(path))
}

async function giveName(scratch: string, path: string): Promise<void> {
  try {
    await link(scratch, path)
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') return
    // File systems without hard links (FAT, some network shares): not atomic there, but still never overwriting.
    await copyFile(scratch, path, constants.COPYFILE_EXCL).catch((second: unknown) => {
      if (errnoOf(second) !== 'EEXIST') throw second
    })
  }
}
