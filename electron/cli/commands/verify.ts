// exhibit verify FILE… : every seal of every file, the two answers kept apart.
import { describeVerification } from '#contract/messages/verdict.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import { toolVersion } from '#engine/base/version.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { loadTrustAnchors } from '#engine/seal/trust-anchors.ts'
import { exitCodeOf, worst } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, terminalWork } from '../output.ts'
import { parseTimeOption } from '../time-option.ts'

export type VerifyOptions = { trust: string[]; at?: string; json?: true }

export async function verify(paths: string[], options: VerifyOptions): Promise<ExitCode> {
  const at = parseTimeOption('--at', options.at)
  const trust = { anchors: await loadTrustAnchors(options.trust), at: at && new Date(at.unixMillis) }
  const work = terminalWork()
  const files: Verification[] = []
  for (const path of paths) files.push(await verifyOne(path, trust, work))
  work.end()
  if (options.json) printJson({ files })
  else for (const file of files) print(...formatVerification(file))
  return worst(files.map(exitCodeOf))
}

/** A file that cannot be opened or read is an answer too, so that the others still get theirs. */
async function verifyOne(path: string, trust: TrustChoice, work: Work): Promise<Verification> {
  try {
    const source = await openFileSource(path)
    try {
      return (await verifyFile(source, path, trust, work)).verification
    } finally {
      await source.close()
    }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return {
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
    }
  }
}

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
