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

  'receipt.title': 'Receipt for evidence handed over',
  'receipt.who': 'From whom, to whom, why',
  'receipt.from': 'Handed over by',
  'receipt.to': 'To',
  'receipt.reason': 'Reason',
  'receipt.time': 'Time',
  'receipt.case': 'Case',
  'receipt.caseValue': '{reference} (id {id})',
  'receipt.id': 'Receipt',
  'receipt.files': { one: 'What: one file', other: 'What: {count} files' },
  'receipt.originals':
    'The originals, byte for byte as they were taken into the case. Each was read again for this receipt.',
  'receipt.package': 'The package {path}. Each of its files was read again for this receipt.',
  'receipt.number': 'No.',
  'receipt.file': 'File',
  'receipt.size': 'Bytes',
  'receipt.hash': 'SHA-256',
  'receipt.notices': 'To be known:',
  'receipt.otherSize':
    'The original of “{name}” has {measured} bytes with the hash that was ingested; the case says {size}. Somebody changed the database by other means. Nothing was handed over.',
  'receipt.partial':
    '“{name}” is not whole: {bytes} of its {size} bytes could not be read from the source, in {places} places; zeros stand there.',
  'receipt.companions':
    'The package was exported by an older version: whether {names} are as they were exported cannot be checked. The evidence itself was.',
  'receipt.record': 'Record',
  'receipt.entry': 'Custody ledger',
  'receipt.entryOne': 'entry {seq} of the case’s ledger',
  'receipt.entries': 'entries {first} to {seq} of the case’s ledger; the hash is that of the last',
  'receipt.entryHash': 'Hash of the entry',
  'receipt.signedBy': 'Signed by',
  'receipt.signer.examiner': 'the examiner: {subject}',
  'receipt.signer.workstation': 'the workstation: {subject}',
  'receipt.fingerprint': 'Fingerprint (SHA-256)',
  'receipt.tool': 'Made by',
  'receipt.check': 'How to check this receipt',
  'receipt.checkText':
    'In the folder of the receipt, without Exhibit. “Verified OK” means: not one byte has changed since it was signed with the key of signer.pem. Whose key that is, the fingerprint tells those who got it from the signer by another way.',
  'receipt.hands': 'By hand',
  'receipt.givenBy': 'Handed over by',
  'receipt.takenBy': 'Received by',
  'receipt.handHint': 'Place, date, signature',

  'receiptGuide.title': 'How to check this receipt without Exhibit',
  'receiptGuide.commands':
    '1. receipt.json is the receipt; receipt.pdf is the same for people. Each has a signature. In this folder, or in a copy of it where you may write:',
  'receiptGuide.answer':
    '“Verified OK” means: not one byte has changed since it was signed. A certificate beside a signature proves nothing by itself: compare its SHA-256 fingerprint with the signer over another channel. It has to be:',
  'receiptGuide.package':
    '2. The files: in the package, “sha256sum -c SHA256SUMS”; then compare its hashes with those in receipt.json.',
  'receiptGuide.originals':
    '2. The files: “sha256sum FILE” has to give the hash that receipt.json names for it.',
  'receiptGuide.ledger':
    '3. The ledger of the case, with “exhibit custody --case DIR --json” or exported as JSON: entry {seq} has to have the hash',
  'receiptGuide.limits':
    'What this proves: that whoever holds the key stated this hand-over. It does not prove that the recipient received anything: for that there is the signature by hand.',
} as const
