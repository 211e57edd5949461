// What a report says of the ledger beyond its entries, and of files that are not whole or no exports.
export const custodyReport = {
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
