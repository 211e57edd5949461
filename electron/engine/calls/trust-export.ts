// A trust store as one PEM file (RFC 7468) that other programs and other workstations read: each block under lines that say
// what it is and who decided on it. The lines explain; only the blocks count.
import { rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import { safeText } from '#contract/messages/format.ts'
import type { Sha256 } from '#contract/units.ts'
import { nameWithoutReplacing, refuseTaken, writeNewFile } from '../base/durable-name.ts'
import { errnoOf, fileFailure } from '../base/file-failure.ts'
import { sha256Of } from '../base/hash.ts'
import type { HeldTrust } from '../examine/held-trust.ts'
import { formatPem } from '../seal/pem.ts'

/**
 * `record` is told before the file gets its name, and again where it did not come about: never is there one of which the
 * ledger knows nothing. Fails with `wrong-input` where there is nothing to write, `destination-exists`, `disk-full` or
 * `destination-unwritable`.
 */
export async function exportTrust(
  held: HeldTrust,
  path: string,
  record: (sha256: Sha256, failure: string | null) => void,
): Promise<{ path: string; sha256: Sha256 }> {
  const text = formatTrust(held)
  if (held.anchors.length + held.revocationLists.length === 0) {
    throw new EvidenceError('wrong-input', 'Nobody is trusted here, so there is nothing to export.')
  }
  const sha256 = sha256Of(text)
  const partial = `${path}.${randomUUID().slice(0, 8)}.partial`
  try {
    await refuseTaken(path)
    await writeNewFile(partial, text)
    record(sha256, null)
    try {
      await nameWithoutReplacing(partial, path)
    } catch (error) {
      record(sha256, error instanceof Error ? error.message : String(error))
      throw error
    }
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause
    if (errnoOf(cause) !== 'EEXIST') throw fileFailure(cause, path, 'No certificates were written.')
    throw new EvidenceError('destination-exists', `“${path}” exists already; nothing was written.`, {
      details: { path },
      cause,
    })
  } finally {
    await rm(partial, { force: true })
  }
  return { path, sha256 }
}

export function formatTrust({ choice, sha256, anchors, revocationLists }: HeldTrust): string {
  const certificates = choice.anchors.map(({ der, signer }) => ({ der, sha256: signer.sha256 }))
  const blocks = [
    ...certificates.map((one) =>
      block('CERTIFICATE', one.der, [
        ...anchors
          .filter((anchor) => anchor.sha256 === one.sha256)
          .flatMap((anchor, at) => [
            ...(at === 0
              ? [
                  ['Subject', anchor.subject],
                  ['SHA-256', anchor.sha256],
                ]
              : []),
            ...decided(anchor),
          ]),
      ]),
    ),
    ...(choice.revocationLists ?? []).map((list) =>
      block('X509 CRL', list.der, [
        ...revocationLists
          .filter((one) => one.sha256 === list.sha256)
          .flatMap((one, at) => [
            ...(at === 0
              ? [
                  ['Issuer', one.issuer],
                  ['SHA-256', one.sha256],
                ]
              : []),
            ...decided(one),
          ]),
      ]),
    ),
  ]
  return [`# Certificates and lists of revoked certificates; hash of the store: ${sha256}\n`, ...blocks].join(
    '\n',
  )
}

type Decided = { scope: string; importedAt: string; importedBy: string; reason: string }

const decided = ({ scope, importedAt, importedBy, reason }: Decided): string[][] => [
  ['Scope', scope],
  ['Added', `${importedAt} by ${importedBy}`],
  ['Reason', reason],
]

const block = (label: string, der: Uint8Array, lines: string[][]): string =>
  `${lines.map(([name = '', value = '']) => `# ${name}: ${comment(value)}\n`).join('')}${formatPem(label, der)}`

/** One line that no reader takes for the beginning of a block. */
const comment = (text: string): string => safeText(text, 4_096).replaceAll(/-{2,}/g, '-')
