// A package in the hands of its recipient, who has the README, VERIFY.txt, a shell and openssl, and no Exhibit.
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ByteRange } from '#contract/units.ts'
import { at } from '../../../build/paths.mjs'

/** Names of all files of a folder, sorted. */
export const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()

/** A copy of a package in a folder where the recipient may write. */
export function copyPackage(from: string, to: string): string {
  const copy = path.join(to, path.basename(from))
  cpSync(from, copy, { recursive: true })
  return copy
}

/** The one video file of a package. */
export function videoOf(folder: string): string {
  const [video, ...others] = filesOf(folder).filter((name) => name.endsWith('.mp4'))
  if (video === undefined || others.length > 0) throw new Error(`not one video in ${folder}`)
  return video
}

/** The commands that README.md gives under “Check a package without Exhibit”, as they stand there. */
export function readmeCommands(): string {
  const [, section] = readFileSync(at('README.md'), 'utf8').split(/^## Check a package without Exhibit$/m)
  const [, block] = /^```sh\n(.*?)^```$/ms.exec(section ?? '') ?? []
  if (block === undefined) throw new Error('README.md does not say how to check a package')
  return block
}

/** The numbers that those commands need, as `exhibit verify --json` gives them. */
export function numbersFor(
  file: string,
  seal: { signatureBytes: ByteRange | null; certificateBytes: ByteRange | null } | undefined,
): Record<string, string> {
  const { signatureBytes: signature, certificateBytes: certificate } = seal ?? {}
  if (!signature || !certificate) throw new Error('the seal does not say where its signature is')
  return {
    FILE: file,
    SIG: String(signature.start),
    SIGLEN: String(signature.end - signature.start),
    CERT: String(certificate.start),
    CERTLEN: String(certificate.end - certificate.start),
  }
}

/** What VERIFY.txt says: its commands, which are indented, and the fingerprint that it names. */
export function readGuide(folder: string): { commands: string; fingerprint: string } {
  const indented = readFileSync(path.join(folder, 'VERIFY.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('    '))
    .map((line) => line.slice(4))
  const isFingerprint = (line: string): boolean => /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/i.test(line)
  return {
    commands: indented.filter((line) => !isFingerprint(line)).join('\n'),
    fingerprint: (indented.find(isFingerprint) ?? '').replaceAll(' ', '').toLowerCase(),
  }
}

/** The fingerprint that openssl printed. */
export const fingerprintIn = (text: string): string =>
  (/sha256 Fingerprint=([0-9A-F:]+)/i.exec(text)?.[1] ?? '').replaceAll(':', '').toLowerCase()
