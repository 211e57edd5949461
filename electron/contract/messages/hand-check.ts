// How to check a seal with openssl alone: the commands for this very file. For the window, for explanations and for the
// VERIFY.txt of packages. ONVIF EFF 26.06 5.6.1: what is signed is the file as it stood, with the signature's own bytes zero.
import type { SealReport, Verification } from '../seal.ts'
import type { ByteRange } from '../units.ts'
import { safeText, t } from './format.ts'
import { isMismatch } from './seal-verdict.ts'
import { nameLines, partCommands, rangeCommand, restCommand } from './shell.ts'

/** Shell commands (POSIX sh), comments included; or null, and why there are none. */
export type HandCheck = { commands: string; why: null } | { commands: null; why: string }

/** Those for the last seal of a file, which speaks of it as it is; null where there are none. */
export function handCheckCommands(fileName: string, seals: Verification['seals']): string | null {
  const seal = seals.at(-1)
  if (seal?.status !== 'intact' && seal?.status !== 'broken') return null
  return sealCheck(fileName, seal, { isLast: true }).commands
}

/** More pieces or other bytes than that are not typed by anybody, nor put into a report. */
const mostParts = 400
const mostHex = 32_768

/** `isLast`: no other seal follows it in the file. */
export function sealCheck(fileName: string, seal: SealReport, { isLast }: { isLast: boolean }): HandCheck {
  if (seal.status === 'empty') return emptyCheck(fileName, seal)
  const signature = seal.signatureUsed ?? seal.signatureBytes
  const certificate = seal.leafCertificate?.bytes ?? seal.certificateBytes
  if (seal.status === 'unsupported') return no('handCheck.no.unsupported')
  if (!signature || !certificate) return no('handCheck.no.faulty')
  const method = methodOf(seal.algorithm)
  if (!method) return no('handCheck.no.algorithm')
  const signed = signedLines(seal, isLast)
  if (!signed) return no(seal.signedParts.length > 0 ? 'handCheck.no.tooLong' : 'handCheck.no.parts')
  const encoding = seal.leafCertificate?.encoding === 'pem' ? 'PEM' : 'DER'
  return {
    why: null,
    commands: [
      `# ${t('handCheck.intro', { seal: seal.index + 1 })}`,
      ...nameLines(fileName),
      `# 1. ${t('handCheck.signature', place(signature))}`,
      `${rangeCommand(signature)} > seal-check.sig`,
      `# 2. ${t('handCheck.certificate', place(certificate))}`,
      `${rangeCommand(certificate)} > seal-check.cert`,
      `openssl x509 -inform ${encoding} -in seal-check.cert -noout -subject -fingerprint -sha256`,
      `openssl x509 -inform ${encoding} -in seal-check.cert -noout -pubkey > seal-check.pem`,
      `# 3. ${t('handCheck.signed')}`,
      'signed() {',
      ...signed.map((line) => `  ${line}`),
      '}',
      ...method.digest(seal.digest),
      `# 4. ${t('handCheck.verify')}`,
      ...method.verify,
      `# ${answerOf(seal)}`,
      '',
    ].join('\n'),
  }
}

/** What openssl's answer means. A seal can be faulty for reasons that openssl does not look at. */
function answerOf(seal: SealReport): string {
  if (seal.status !== 'broken') return t('handCheck.answer')
  if (isMismatch(seal)) return t('handCheck.answerBroken')
  return t('handCheck.answerFaulty', { reason: safeText(seal.reason ?? '', 300) })
}

type Reason = 'unsupported' | 'faulty' | 'algorithm' | 'tooLong' | 'parts'
const no = (key: `handCheck.no.${Reason}`): HandCheck => ({ commands: null, why: t(key) })

/** Shows that there is nothing where the signature should be. */
function emptyCheck(fileName: string, { signatureBytes, index }: SealReport): HandCheck {
  if (!signatureBytes) return no('handCheck.no.faulty')
  return {
    why: null,
    commands: [
      ...nameLines(fileName),
      `# ${t('handCheck.empty', { seal: index + 1, ...place(signatureBytes) })}`,
      `${rangeCommand(signatureBytes)} | tr -d '\\000' | wc -c`,
      '',
    ].join('\n'),
  }
}

/** Commands that write what was signed; null where that is not known, or too long to be written down. */
function signedLines(seal: SealReport, isLast: boolean): string[] | null {
  const { signedParts: parts, signatureBytes: place, range, status } = seal
  if (parts.length > 0) {
    const hex = parts.reduce((sum, part) => sum + (part.kind === 'bytes' ? part.hex.length : 0), 0)
    return parts.length > mostParts || hex > mostHex ? null : parts.flatMap(partCommands)
  }
  // Verifications of earlier versions do not list the parts; for a seal over the whole file they are known.
  const overAll = (status === 'intact' && range === 'A1') || (status === 'broken' && range === null)
  if (!place || !overAll || !isLast) return null
  const { start, end } = place
  return [rangeCommand({ start: 0, end: start }), `head -c ${end - start} /dev/zero`, restCommand(end)]
}

type Method = { digest(expected: string | null): string[]; verify: string[] }

/** How openssl is asked, for an algorithm in the words of `SealReport.algorithm`; null where that is not known here. */
function methodOf(algorithm: string): Method | null {
  if (algorithm === 'Ed25519') {
    // Ed25519 hashes key and message together, and openssl wants to know the length first: this one needs a file.
    return {
      digest: () => [`# ${t('handCheck.ed25519')}`, 'signed > seal-check.bin'],
      verify: [
        'openssl pkeyutl -verify -pubin -inkey seal-check.pem -rawin -in seal-check.bin -sigfile seal-check.sig',
      ],
    }
  }
  const options = digestOptions(algorithm)
  if (!options) return null
  const { hash, padding } = options
  return {
    digest: (expected) => [
      `# ${expected === null ? t('handCheck.digest') : t('handCheck.digestIs', { digest: expected })}`,
      `signed | openssl dgst -${hash}`,
    ],
    verify: [`signed | openssl dgst -${hash}${padding} -verify seal-check.pem -signature seal-check.sig`],
  }
}

export function digestOptions(algorithm: string): { hash: string; padding: string } | null {
  const pss = /^RSASSA-PSS (SHA-\d+|MD5)(?: MGF1-(SHA-\d+|MD5))? salt (\d+|auto)$/.exec(algorithm)
  if (pss) {
    const mask = pss[2] ? ` -sigopt rsa_mgf1_md:${hashName(pss[2])}` : ''
    const padding = ` -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:${pss[3]}${mask}`
    return { hash: hashName(pss[1]), padding }
  }
  const plain = /^(?:RSASSA-PKCS1-v1_5|ECDSA(?: [\w-]+)?) (SHA-\d+|MD5)$/.exec(algorithm)
  return plain ? { hash: hashName(plain[1]), padding: '' } : null
}

const hashName = (words = ''): string => words.replace('-', '').toLowerCase()

const place = ({ start, end }: ByteRange): { offset: string; bytes: string } => ({
  offset: String(start),
  bytes: String(end - start),
})
