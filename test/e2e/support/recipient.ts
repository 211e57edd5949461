// The recipient of a package: tries it with the command line, then by hand.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import type { Verification } from '#contract/seal.ts'
import { shell, verifyByCommand } from './command.ts'
import {
  copyPackage,
  filesOf,
  fingerprintIn,
  numbersFor,
  readGuide,
  readmeCommands,
  videoOf,
} from './package.ts'

/**
 * What a recipient does with a package: the command line, then by hand after the README, then after VERIFY.txt. `folder` is
 * where the recipient may write.
 */
export async function confirmPackage(
  made: string,
  folder: string,
): Promise<{ file: string; verification: Verification }> {
  const file = path.join(made, videoOf(made))
  const { code, verification } = await verifyByCommand(folder, file)
  expect([code, verification.verdict]).toEqual([0, 'sealed'])
  const seal = verification.seals.at(-1)
  const trusted = await verifyByCommand(folder, file, '--trust', path.join(made, 'signer.pem'))
  expect(trusted.verification.seals.at(-1)?.trust).toBe('trusted')

  const byReadme = copyPackage(made, path.join(folder, 'by-readme'))
  const numbers = numbersFor(path.basename(file), seal)
  const first = await shell(readmeCommands(), byReadme, numbers)
  expect(first.code, first.stderr).toBe(0)
  expect(first.stdout).toContain('Verified OK')
  expect(fingerprintIn(first.stdout)).toBe(seal?.signer?.sha256)

  const byGuide = copyPackage(made, path.join(folder, 'by-guide'))
  const guide = readGuide(byGuide)
  expect(guide.fingerprint).toBe(seal?.signer?.sha256)
  const second = await shell(guide.commands, byGuide)
  expect(second.code, second.stderr).toBe(0)
  expect(second.stdout).toContain('Verified OK')
  expect(second.stdout.match(/: OK$/gm)).toHaveLength(filesOf(made).length - 1)
  expect(fingerprintIn(second.stdout)).toBe(guide.fingerprint)

  // And one bit less is found out by the same commands.
  const spoilt = copyPackage(made, path.join(folder, 'spoilt'))
  const bytes = readFileSync(path.join(spoilt, path.basename(file)))
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  writeFileSync(path.join(spoilt, path.basename(file)), bytes)
  const withoutSums = readmeCommands().replace('sha256sum -c SHA256SUMS', '')
  const third = await shell(withoutSums, spoilt, numbers)
  expect(third.code).not.toBe(0)
  expect(third.stdout + third.stderr).toContain('Verification failure')
  return { file, verification }
}
