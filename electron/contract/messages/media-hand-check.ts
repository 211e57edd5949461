// How to check the signature of one group of pictures with openssl alone (ONVIF Media Signing 5.7; Axis Signed Video): the
// signed document lies in the SEI as it was signed, in one piece, so that it can be cut out of the file by its offset.
import type { ByteRange } from '../units.ts'
import { t } from './format.ts'
import { digestOptions } from './hand-check.ts'
import { nameLines, rangeCommand } from './shell.ts'

/** One signature inside the video whose signed bytes and key lie in the file as openssl takes them. */
export type SignedGroup = {
  trackId: number
  /** Index of the group, from 0. */
  group: number
  document: ByteRange
  signature: ByteRange
  /** As PEM in the file, or as DER in base64 where the video brings it in a form that cannot be cut out. */
  key: { kind: 'certificate' | 'public-key'; bytes: ByteRange } | { kind: 'stated'; base64: string }
  digest: string
  /** In the words of `MediaSigningReport.algorithm`. */
  algorithm: string
}

/** Null where openssl has no way to ask for that algorithm. */
export function groupCheckCommands(fileName: string, group: SignedGroup): string | null {
  const options = digestOptions(group.algorithm)
  if (!options) return null
  const { document, signature, key, digest } = group
  return [
    ...nameLines(fileName),
    `# 1. ${t('handCheck.signature', place(signature))}`,
    `${rangeCommand(signature)} > seal-check.sig`,
    ...keyLines(key),
    `# 3. ${t('handCheck.groupDocument', { group: group.group + 1, ...place(document) })}`,
    `# ${t('handCheck.digestIs', { digest })}`,
    `${rangeCommand(document)} | openssl dgst -${options.hash}`,
    `# 4. ${t('handCheck.verify')}`,
    `${rangeCommand(document)} | openssl dgst -${options.hash}${options.padding} -verify seal-check.pem -signature seal-check.sig`,
    `# ${t('handCheck.groupAnswer')}`,
    '',
  ].join('\n')
}

function keyLines(key: SignedGroup['key']): string[] {
  const show = (form: string): string[] => [
    `openssl x509 -inform ${form} -in seal-check.cert -noout -subject -fingerprint -sha256`,
    `openssl x509 -inform ${form} -in seal-check.cert -noout -pubkey > seal-check.pem`,
  ]
  switch (key.kind) {
    case 'stated':
      return [
        `# 2. ${t('handCheck.groupStated')}`,
        `echo '${key.base64}' | openssl base64 -d -A > seal-check.cert`,
        ...show('DER'),
      ]
    case 'certificate':
      return [
        `# 2. ${t('handCheck.groupKey', place(key.bytes))}`,
        `${rangeCommand(key.bytes)} > seal-check.cert`,
        ...show('PEM'),
      ]
    case 'public-key':
      return [
        `# 2. ${t('handCheck.groupKey', place(key.bytes))}`,
        `${rangeCommand(key.bytes)} > seal-check.pem`,
      ]
  }
}

const place = ({ start, end }: ByteRange): { offset: string; bytes: string } => ({
  offset: String(start),
  bytes: String(end - start),
})
