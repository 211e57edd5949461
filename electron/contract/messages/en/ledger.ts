// What is said of a ledger where it is listed or reported: whether it holds together, what is signed, what is time-stamped.
export const ledger = {
  'ledger.valid': '{count} entries, each follows from the one before. Head {head}',
  'ledger.invalid': 'The ledger does not verify, from entry {entry} on: {reason}',
  'ledger.unsigned':
    'Not signed: no head of this ledger was signed. Whoever can write to the case could rewrite all of it.',
  'ledger.signed':
    'Entries 1 to {seq} are covered by an intact signature: entry {by}, {time}, certificate of {name} (SHA-256 {sha256}).',
  'ledger.signedUnknown':
    'Entries 1 to {seq} are covered by a signature of a key that is not known here: entry {by}, {time}; its certificate calls itself {name} (SHA-256 {sha256}).',
  'ledger.after': {
    one: 'One entry after it is not covered by it.',
    other: '{count} entries after it are not covered by it.',
  },
  'ledger.known.own': 'The signer is this workstation.',
  'ledger.known.examiner': 'The signer is an examiner with a profile on this workstation.',
  'ledger.known.trusted': 'The certificate of the signer leads to a certificate that is trusted here.',
  'ledger.known.unknown':
    'The signer is not known here: anybody can make a certificate with that name, also who rewrites a ledger. Compare the SHA-256 with the signer’s own word.',
  'ledger.faulty': 'The signature in entry {seq} does not hold: {reason}',
  'ledger.unchecked': 'The signature in entry {seq} could not be checked: {reason}',
  'ledger.notStamped': 'Not time-stamped: when the entries were made rests on the clock of the workstation.',
  'ledger.stamped':
    'Entries 1 to {seq} existed at {time}, by an intact time stamp (RFC 3161) in entry {by} of {name}.',
  'ledger.stampedClaim':
    'That entries 1 to {seq} existed at {time} is the claim of a time stamp (RFC 3161) in entry {by} of {name}.',
  'ledger.stampTrust.trusted':
    'The time-stamp authority leads to a certificate that is trusted here, and was valid then.',
  'ledger.stampTrust.untrusted':
    'The time-stamp authority does not lead to a certificate that is trusted here.',
  'ledger.stampTrust.expired': 'The certificate of the time-stamp authority had expired then.',
  'ledger.stampTrust.not-yet-valid': 'The certificate of the time-stamp authority was not yet valid then.',
  'ledger.stampTrust.revoked': 'The certificate of the time-stamp authority was revoked.',
  'ledger.stampTrust.not-checked':
    'Nobody’s certificate is trusted here, so the time-stamp authority was not checked.',
  'ledger.stampFaulty': 'The time stamp in entry {seq} does not hold: {reason}',
  'ledger.stampUnchecked': 'The time stamp in entry {seq} could not be checked: {reason}',
  'ledger.accepted':
    'In entry {by} an examiner accepted this ledger in place of one of {entries} entries (last hash {head}) that the workstation had written and did not find any more. What that one said beyond this one is given up.',
  'ledger.acceptedUnclear':
    'In entry {by} an examiner accepted this ledger in place of another one; which, the entry does not say.',
  'ledgerAccept.reason': 'To accept a ledger needs a reason of 1 to 4,096 characters.',
  'ledgerAccept.nothing':
    'Nothing that this workstation wrote into this ledger is missing. There is nothing to accept.',
  'ledgerAccept.other':
    'The entry that is missing here has the hash {missing}, not {head}. Nothing was accepted.',
  'ledgerAccept.how':
    'If you know why, as after a backup was put back, it can be accepted: --accept {head} --reason TEXT',
} as const
