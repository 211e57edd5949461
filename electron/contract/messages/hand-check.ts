// How to check a file's last seal with openssl alone: the commands for this very file. For the window and for the
// VERIFY.txt of packages. ONVIF EFF 26.06 5.6.1: what is signed is the whole file with the signature's own bytes zero.
import type { SealReport, Verification } from '../seal.ts'
import type { ByteRange } from '../units.ts'
import { t } from './format.ts'

/**
 * Shell commands (POSIX sh), comments included; null where the check needs more than openssl: an earlier seal,
 * a seal that does not reach over the whole file, or an algorithm other than RSA.
 */
export function handCheckCommands(fileName: string, seals: Verification['seals']): string | null {
  const seal = seals.at(-1)
  if (!seal?.signatureBytes || !seal.certificateBytes || !reachesOverAll(seal)) return null
  const options = digestOptions(seal.algorithm)
  if (options === null) return null
  const signature = place(seal.signatureBytes)
  const certificate = place(seal.certificateBytes)
  return [
    `# ${t('handCheck.intro')}`,
    ...nameLines(fileName),
    `# 1. ${t('handCheck.signature', signature)}`,
    `dd if="$FILE" of=seal-check.sig bs=1 skip=${signature.offset} count=${signature.bytes}`,
    `# 2. ${t('handCheck.certificate', certificate)}`,
    `dd if="$FILE" of=seal-check.der bs=1 skip=${certificate.offset} count=${certificate.bytes}`,
    `openssl x509 -inform DER -in seal-check.der -noout -subject -fingerprint -sha256`,
    `openssl x509 -inform DER -in seal-check.der -noout -pubkey > seal-check.pem`,
    `# 3. ${t('handCheck.copy')}`,
    `cp "$FILE" seal-check.bin && chmod u+w seal-check.bin`,
    `dd if=/dev/zero of=seal-check.bin bs=1 seek=${signature.offset} count=${signature.bytes} conv=notrunc`,
    `# 4. ${t('handCheck.verify')}`,
    `openssl dgst ${options} -verify seal-check.pem -signature seal-check.sig seal-check.bin`,
    `# ${t('handCheck.answer')}`,
    '',
  ].join('\n')
}

/** A broken seal matched no reading at all; the check by hand then shows just that. */
function reachesOverAll({ status, range }: SealReport): boolean {
  return (status === 'intact' && range === 'A1') || (status === 'broken' && range === null)
}

/** openssl's options for an algorithm in the words of `SealReport.algorithm`. */
function digestOptions(algorithm: string): string | null {
  const pss = /^RSASSA-PSS SHA-(\d+)(?: MGF1-SHA-(\d+))? salt (\d+|auto)$/.exec(algorithm)
  if (pss) {
    const mask = pss[2] ? ` -sigopt rsa_mgf1_md:sha${pss[2]}` : ''
    return `-sha${pss[1]} -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:${pss[3]}${mask}`
  }
  const pkcs1 = /^RSASSA-PKCS1-v1_5 SHA-(\d+)$/.exec(algorithm)
  return pkcs1 ? `-sha${pkcs1[1]}` : null
}

function place({ start, end }: ByteRange): { offset: string; bytes: string } {
  return { offset: String(start), bytes: String(end - start) }
}

/** Text to be pasted into a terminal must not hold characters that it obeys. */
function nameLines(name: string): string[] {
  if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return [`FILE=${shellQuote(name)}`]
  return [`# ${t('handCheck.rename')}`, `FILE='sealed.mp4'`]
}

/** A file name as one word of a shell command, whatever is in it; a leading `-` must not be read as an option. */
function shellQuote(name: string): string {
  const safe = name.startsWith('-') ? `./${name}` : name
  return `'${safe.replaceAll("'", `'\\''`)}'`
}
