// exhibit verify FILE… : every seal of every file, the two answers kept apart. Several large files share the cores.
import { stat } from 'node:fs/promises'
import { describeVerification } from '#contract/messages/verdict.ts'
import type { EvidenceError } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'
import { utcNow } from '#engine/base/time.ts'
import { toolVersion } from '#engine/base/version.ts'
import { threadsFor, verifyFiles } from '#engine/verify-pool.ts'
import type { SizedFile } from '#engine/verify-pool.ts'
import { exitCodeOf, worst } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, terminalWork } from '../output.ts'
import { loadTrustChoice } from '../trust-option.ts'
import type { TrustOptions } from '../trust-option.ts'

export type VerifyOptions = TrustOptions & { threads?: number; json?: true }

export async function verify(paths: string[], options: VerifyOptions): Promise<ExitCode> {
  const trust = await loadTrustChoice(options)
  const work = terminalWork()
  const files = new Array<Verification>(paths.length)
  const codes: ExitCode[] = []
  try {
    const given = await Promise.all(paths.map(sized))
    // One file has the command to itself.
    const threads = options.threads ?? (given.length === 1 ? 0 : threadsFor(given))
    await verifyFiles(given, { trust, threads }, work, (index, outcome) => {
      const file = outcome.ok ? outcome.verification : notRead(paths[index] ?? '', outcome.error)
      files[index] = file
      codes.push(outcome.ok || outcome.error.code !== 'internal' ? exitCodeOf(file) : 5)
    })
  } finally {
    work.end()
  }
  if (options.json) printJson({ files })
  else for (const file of files) print(...formatVerification(file))
  return worst(codes)
}

/** What cannot be looked at has no size here; why, is told when it is opened. */
async function sized(path: string): Promise<SizedFile> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : 0),
    () => 0,
  )
  return { path, shownPath: path, size }
}

/** A file that cannot be opened or read is an answer too, so that the others still get theirs. */
export const notRead = (path: string, error: EvidenceError): Verification => ({
  path,
  size: 0,
  sha256: null,
  verdict: 'unreadable',
  reason: error.message,
  unsealedBytes: 0,
  unsealedRanges: [],
  seals: [],
  mediaSigning: [],
  findings: [],
  notChecked: [],
  verifiedAt: utcNow(),
  toolVersion,
})

function formatVerification(file: Verification): string[] {
  const text = describeVerification(file)
  const lines = [file.path, ...text.sentences.map((sentence) => `  ${sentence}`)]
  lines.push(`  ${text.seal.label}: ${text.seal.word}   ${text.signer.label}: ${text.signer.word}`)
  for (const seal of file.seals) {
    lines.push(
      `  ${seal.index + 1}. ${seal.status}, ${seal.algorithm}, ${seal.signer?.subject ?? 'no certificate'}, ${seal.trust}`,
    )
    if (seal.comment) lines.push(`     comment: ${JSON.stringify(seal.comment)}`)
    for (const { code, detail } of seal.deviations) lines.push(`     deviation ${code}: ${detail}`)
  }
  if (file.sha256) lines.push(`  SHA-256 ${file.sha256}`)
  if (text.notChecked) lines.push(`  ${text.notChecked}`)
  return lines
}
