// A set of small files with every verdict, and the keys they were sealed with, for tests that treat the product as a box.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { formatPem } from '#engine/seal/pem.ts'
import { makeSigner, sealOnceMore, writeSealed, writeUnsealed } from './made-export.ts'
import type { Signer } from './made-export.ts'

/** A folder that goes away after the tests of the file or `describe` block it is asked in. */
export function suiteFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-suite-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export type Evidence = {
  sealed: string
  twice: string
  unsealed: string
  broken: string
  text: string
  vms: Signer
  lab: Signer
}

/** The files lie in `folder` under these names with `.mp4`, but for `text`. */
export async function makeEvidence(folder: string): Promise<Evidence> {
  const [vms, lab] = await Promise.all([makeSigner('VMS'), makeSigner('Lab')])
  const at = (name: string): string => join(folder, name)
  const made = {
    sealed: at('sealed.mp4'),
    twice: at('twice.mp4'),
    unsealed: at('unsealed.mp4'),
    broken: at('broken.mp4'),
    text: at('text.txt'),
  }
  await writeSealed(made.sealed, vms.key, { comment: 'request 7' })
  await sealOnceMore(made.sealed, made.twice, lab.key, 'received', '2026-05-01T21:59:59.250Z')
  await writeUnsealed(made.unsealed)
  const bytes = readFileSync(made.sealed)
  const media = bytes.indexOf('mdat') + 100
  bytes[media] = (bytes[media] ?? 0) ^ 1
  writeFileSync(made.broken, bytes)
  writeFileSync(made.text, 'The quick brown fox.\n')
  return { ...made, vms, lab }
}

export type KeyFiles = {
  key: string
  cert: string
  root: string
  rootDer: string
  p12: string
  password: string
}

/** The signer's key and certificates as files of every kind that commands take. */
export function writeKeyFiles(folder: string, name: string, { key, root }: Signer): KeyFiles {
  const at = (ending: string): string => join(folder, `${name}${ending}`)
  const files = {
    key: at('-key.pem'),
    cert: at('-cert.pem'),
    root: at('-root.pem'),
    rootDer: at('-root.der'),
    p12: at('.p12'),
    password: 'correct horse',
  }
  writeFileSync(files.key, key.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(files.cert, formatPem('CERTIFICATE', key.certificate.der))
  writeFileSync(files.root, formatPem('CERTIFICATE', root.certificate.der))
  writeFileSync(files.rootDer, root.certificate.der)
  execFileSync(
    'openssl',
    [
      'pkcs12',
      '-export',
      '-inkey',
      files.key,
      '-in',
      files.cert,
      '-out',
      files.p12,
      '-passout',
      `pass:${files.password}`,
    ],
    { stdio: 'pipe' },
  )
  return files
}
