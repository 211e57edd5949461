// What leaves a case: the ledger in other forms, evidence handed over, the receipt for it.
export const handOver = {
  'ledgerExport.hashing':
    'The hash of an entry is the SHA-256 of its canonical JSON (RFC 8785) in UTF-8, without the member “hash”; “previous” is the hash of the entry before it.',
  'ledgerExport.maker': 'The Exhibit developers',
  'ledgerExport.caseText':
    'Case reference: {reference}. Case id: {id}. Examiner who opened the case: {examiner}. Custody ledger exported by {tool} at {time}.',
  'ledgerExport.valid': {
    one: 'The one entry of the ledger verifies. Head: {head}',
    other: 'All {count} entries of the ledger follow from each other. Head: {head}',
  },
  'ledgerExport.invalid': 'The ledger does not verify, from entry {entry} on: {reason}',
  'ledgerExport.unreadable': {
    one: 'One row of the ledger is no entry (any more) and is not in this document; the export as JSON has it.',
    other:
      '{count} rows of the ledger are no entries (any more) and are not in this document; the export as JSON has them.',
  },
  'ledgerExport.actionName': 'Ledger entry {seq}: {action}',
  'ledgerExport.record': 'Case reference: {reference}. Recorded by ledger entry {seq}.',
} as const
