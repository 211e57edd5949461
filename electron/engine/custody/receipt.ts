// The files of a receipt: canonical JSON (RFC 8785), the same for people as PDF, and over the bytes of each a signature of
// its own, so that openssl alone can check them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Receipt } from '#contract/handover.ts'
import { receiptCommands, receiptGuide } from '#contract/messages/receipt-guide.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { unwatched } from '#engine/base/progress.ts'
import { writePdf } from '#engine/report/pdf-report.ts'
import { withVisibleTexts } from '#engine/report/report-document.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import { receiptDocument } from './receipt-document.ts'
import type { ReceiptFolder } from './receipt-folder.ts'
import type { LedgerSigner } from './signer.ts'

export const receiptNames = {
  json: 'receipt.json',
  jsonSignature: 'receipt.json.sig',
  pdf: 'receipt.pdf',
  pdfSignature: 'receipt.pdf.sig',
  certificate: 'signer.pem',
  guide: 'VERIFY.txt',
} as const

/** Writes all of them into the unfinished folder. From here on nothing is cancelled: the ledger has it already. */
export async function writeReceipt(
  folder: ReceiptFolder,
  receipt: Receipt,
  { signer, resourcesFolder }: { signer: LedgerSigner; resourcesFolder: string },
): Promise<void> {
  const json = new TextEncoder().encode(canonicalJson(receipt))
  const { algorithm, signature } = signer.sign(json)
  const commands = receiptCommands(algorithm)
  await folder.write(receiptNames.json, json)
  await folder.write(receiptNames.jsonSignature, signature)
  const certificates = [signer.certificate, ...signer.chain].map(({ der }) => formatPem('CERTIFICATE', der))
  await folder.write(receiptNames.certificate, certificates.join(''))
  const pdf = await printed(folder, receipt, commands, join(resourcesFolder, 'fonts'))
  await folder.write(receiptNames.pdfSignature, signer.sign(pdf).signature)
  await folder.write(receiptNames.guide, receiptGuide(receipt, commands))
}

async function printed(
  folder: ReceiptFolder,
  receipt: Receipt,
  commands: readonly string[],
  fontsFolder: string,
): Promise<Uint8Array> {
  const path = folder.unfinished(receiptNames.pdf)
  try {
    await writePdf(withVisibleTexts(receiptDocument(receipt, commands)), path, fontsFolder, unwatched.signal)
    return await readFile(path)
  } catch (cause) {
    // Neither a full disk nor a refused file: a defect, to be told as one.
    if (errnoOf(cause) === null) throw cause
    throw fileFailure(cause, join(folder.path, receiptNames.pdf), 'The unfinished receipt was removed.')
  }
}
