// How a receipt of a hand-over is checked without Exhibit: the commands, and the VERIFY.txt that lies beside it.
import type { Receipt } from '../handover.ts'
import { t } from './format.ts'
import { groupHash } from './quantities.ts'

/** `algorithm`: what the receipt is signed with, as the signer says it. */
export function receiptCommands(algorithm: string): string[] {
  const padding = algorithm.startsWith('RSASSA-PSS') ? '-sigopt rsa_padding_mode:pss ' : ''
  const verify = (file: string): string =>
    `openssl dgst -sha256 ${padding}-verify signer-key.pem -signature ${file}.sig ${file}`
  return [
    'openssl x509 -in signer.pem -noout -subject -fingerprint -sha256',
    'openssl x509 -in signer.pem -noout -pubkey > signer-key.pem',
    verify('receipt.json'),
    verify('receipt.pdf'),
  ]
}

/** Plain text. */
export function receiptGuide(receipt: Receipt, commands: readonly string[]): string {
  const parts = [
    t('receiptGuide.title'),
    t('receiptGuide.commands'),
    commands.map((line) => `    ${line}`).join('\n'),
    t('receiptGuide.answer'),
    `    ${groupHash(receipt.signer.sha256)}`,
    t(receipt.package === null ? 'receiptGuide.originals' : 'receiptGuide.package'),
    t('receiptGuide.ledger', { seq: String(receipt.ledger.seq) }),
    `    ${groupHash(receipt.ledger.hash)}`,
    t('receiptGuide.limits'),
  ]
  return `${parts.join('\n\n')}\n`
}
