// VERIFY.txt of a package: how to check it without Exhibit, with commands for these very files.
import type { Verification } from '../seal.ts'
import { groupHash } from './quantities.ts'
import { handCheckCommands } from './hand-check.ts'
import { t } from './format.ts'

export type PackagedFile = { name: string; verification: Verification }

/** Plain text, lines under 120 characters but for commands. `signerSha256`: fingerprint of the new seals' certificate. */
export function packageGuide(files: readonly PackagedFile[], signerSha256: string): string {
  const parts = [
    t('packageGuide.title'),
    t('packageGuide.hashes'),
    '    sha256sum -c SHA256SUMS',
    t('packageGuide.signer'),
    `    ${groupHash(signerSha256)}`,
    t('packageGuide.seals'),
  ]
  for (const { name, verification } of files) {
    if (verification.kind !== undefined) {
      parts.push(t('packageGuide.copied', { name }))
      continue
    }
    const commands = handCheckCommands(name, verification.seals)
    parts.push(t('packageGuide.file', { name, count: verification.seals.length }))
    if (commands !== null) parts.push(indent(commands))
  }
  parts.push(t('packageGuide.limits'))
  return `${parts.join('\n\n')}\n`
}

const indent = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
