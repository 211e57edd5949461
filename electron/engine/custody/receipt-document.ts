// A receipt for people: who gave what to whom, when and why, each file with its hash, what binds it to the ledger, and two
// places to sign by hand. For a few files it is one page.
import type { Receipt } from '#contract/handover.ts'
import { t } from '#contract/messages/format.ts'
import { formatNumber, groupHash } from '#contract/messages/quantities.ts'
import type { Block, ReportDocument } from '#engine/report/report-document.ts'

type Rows = Extract<Block, { kind: 'facts' }>['rows']

/** `commands`: how the signature is checked. */
export function receiptDocument(receipt: Receipt, commands: readonly string[]): ReportDocument {
  const { files, notices, to, from, time } = receipt
  return {
    title: t('receipt.title'),
    subtitle: receipt.case.reference,
    made: new Date(time),
    sections: [
      { heading: t('receipt.who'), level: 2, blocks: [{ kind: 'facts', rows: partyRows(receipt) }] },
      {
        heading: t('receipt.files', { count: files.length }),
        level: 2,
        blocks: [
          {
            kind: 'paragraph',
            text:
              receipt.package === null
                ? t('receipt.originals')
                : t('receipt.package', { path: receipt.package }),
          },
          fileTable(receipt),
          ...(notices.length > 0
            ? [
                { kind: 'paragraph' as const, text: t('receipt.notices') },
                { kind: 'list' as const, items: notices },
              ]
            : []),
        ],
      },
      { heading: t('receipt.record'), level: 2, blocks: [{ kind: 'facts', rows: recordRows(receipt) }] },
      {
        heading: t('receipt.check'),
        level: 2,
        blocks: [
          { kind: 'paragraph', text: t('receipt.checkText') },
          { kind: 'commands', lines: [...commands] },
        ],
      },
      {
        heading: t('receipt.hands'),
        level: 2,
        blocks: [
          {
            kind: 'signatures',
            hint: t('receipt.handHint'),
            parties: [
              { role: t('receipt.givenBy'), name: from },
              { role: t('receipt.takenBy'), name: to.name },
            ],
          },
        ],
      },
    ],
  }
}

function partyRows({ id, time, from, to, reason, case: of }: Receipt): Rows {
  const recipient = [to.name, to.organisation, to.identification].filter((part) => part.trim() !== '')
  return [
    { label: t('receipt.from'), value: from },
    { label: t('receipt.to'), value: recipient.join(', ') },
    { label: t('receipt.reason'), value: reason },
    { label: t('receipt.time'), value: time, mono: true },
    { label: t('receipt.case'), value: t('receipt.caseValue', { reference: of.reference, id: of.id }) },
    { label: t('receipt.id'), value: id, mono: true },
  ]
}

const fileTable = ({ files }: Receipt): Block => ({
  kind: 'table',
  mono: true,
  columns: [
    { share: 0.05, mono: true },
    { share: 0.42, mono: false },
    { share: 0.16, mono: true },
    { share: 0.37, mono: true },
  ],
  head: [t('receipt.number'), t('receipt.file'), t('receipt.size'), t('receipt.hash')],
  rows: files.map(({ path, size, sha256 }, index) => [
    String(index + 1),
    path,
    formatNumber(size),
    groupHash(sha256),
  ]),
})

function recordRows({ ledger: { first, seq, hash }, signer, tool }: Receipt): Rows {
  const [from, to] = [String(first), String(seq)]
  return [
    {
      label: t('receipt.entry'),
      value:
        first === seq ? t('receipt.entryOne', { seq: to }) : t('receipt.entries', { first: from, seq: to }),
    },
    { label: t('receipt.entryHash'), value: groupHash(hash), mono: true },
    { label: t('receipt.signedBy'), value: t(`receipt.signer.${signer.by}`, { subject: signer.subject }) },
    { label: t('receipt.fingerprint'), value: groupHash(signer.sha256), mono: true },
    { label: t('receipt.tool'), value: tool },
  ]
}
