// What a report says of the ledger beyond its entries, and of files that are not whole or no exports.
export const custodyReport = {
  'report.notSigned':
    'No signature over a head of the ledger holds: that nobody wrote all of it anew rests on the word of those who kept it.',
  'report.signedUpTo': {
    one: 'Signed up to entry {entry}; one entry comes after it.',
    other: 'Signed up to entry {entry}; {count} entries come after it.',
  },
  'report.signature':
    'Entry {entry}, {time}: signature over everything up to entry {covers}, by {subject} (certificate SHA-256 {sha256}).',
  'report.signature.intact': 'It matches.',
  'report.signature.broken': 'It does not match.',
  'report.signature.unsupported': 'It could not be checked.',
  'report.signature.by.examiner': 'Made with an examiner’s key.',
  'report.signature.by.workstation': 'Made with a workstation’s key.',
  'report.signature.known.own': 'The key is this workstation’s.',
  'report.signature.known.examiner': 'The key is that of an examiner of this workstation.',
  'report.signature.known.trusted': 'Its certificate leads to a trusted root.',
  'report.signature.known.unknown': 'Whose key it is, is not known here.',
  'report.notTimeStamped':
    'Not time-stamped: no authority (RFC 3161) vouches for the time; the times are those of the workstation’s clock.',
  'report.timeStamp':
    'Entry {entry}: time stamp {time} of {authority} over everything up to entry {covers} (RFC 3161).',
  'report.timeStamp.trusted': 'The authority’s certificate leads to a trusted root.',
  'report.timeStamp.untrusted': 'The authority’s certificate does not lead to a trusted root.',
  'report.timeStamp.expired': 'The authority’s certificate had expired then.',
  'report.timeStamp.not-yet-valid': 'The authority’s certificate was not valid yet.',
  'report.timeStamp.revoked': 'The authority’s certificate was revoked.',
  'report.timeStamp.not-checked': 'Whether to trust the authority was not checked.',
  'report.handOvers': 'Handed over',
  'report.handOver': {
    one: '{time}: one item, by {actor} to {recipient}. Reason: {reason}. Receipt {receipt}, ledger entry {seq}.',
    other:
      '{time}: {count} items, by {actor} to {recipient}. Reason: {reason}. Receipt {receipt}, last ledger entry {seq}.',
  },
  'report.entries': 'Entries',
  'report.otherFiles': 'Files that are not whole, or no exports',
  'report.otherFilesText':
    'No seal speaks for these as for an export: what is known of them is that they are as they were taken in.',
  'report.otherKind.video': '{name}: a video in another format, only to be looked at. SHA-256 {sha256}',
  'report.otherKind.attachment': '{name}: a file that came with the export. SHA-256 {sha256}',
  'report.otherPartial':
    '{name}: {bytes} of {size} bytes could not be read from the source; zeros stand in their place (byte ranges: {ranges}). SHA-256 {sha256}',
  'report.otherCompleted': 'A whole copy was taken in later, as item {id}.',
  'report.otherRanges': '{some}, and {count} more',
} as const
