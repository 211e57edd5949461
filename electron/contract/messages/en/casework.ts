// The case as a whole: reading it without writing, its name and place, copies of it.
export const casework = {
  'casework.readOnly':
    'The case is open only for reading. Nothing was done, because it could not be recorded; open the case for writing first.',
  'casework.written':
    'Another program has the case open for writing. What is shown is what was recorded when it was asked for.',
  'casework.notClosed':
    'The last program that wrote to the case did not close it in order. It is read from a copy of its database; open it once for writing to put that right.',
  'casework.otherTrust': {
    one: 'One item was judged with another trust store than the one that counts here. The answer about its signer is the recorded one; open the case for writing to have it judged again.',
    other:
      '{count} items were judged with another trust store than the one that counts here. The answers about their signers are the recorded ones; open the case for writing to have them judged again.',
  },

  'verifyAll.ledger': 'The custody ledger does not verify: {reason}',
  'verifyAll.notRecorded': 'The case is open only for reading: this result is not recorded in it.',

  'lookUp.failed':
    '“{path}” could not be looked at ({reason}): whether anything is there is not known. Nothing was changed.',

  'lookUp.more': {
    one: 'In the vault, one more place could not be looked at.',
    other: 'In the vault, {count} more places could not be looked at.',
  },
  'casework.nameless': 'A case needs a reference.',
  'casework.insideCase': 'The folder “{path}” lies in the case “{root}”. Choose a place outside it.',
  'casework.linked':
    '“{path}” is a link to another place. Nothing behind it is removed, and a copy of the case does not carry it along.',
  'casework.linkedVault':
    '“{path}” is a link: the originals do not lie in the case, and a copy of it would not hold them. Put the folder itself in its place first; nothing was written.',
  'casework.linkedDerived': '“{path}” is a link to another place. Nothing behind it was deleted.',
  'casework.noParent': 'There is no folder “{parent}”. Make it first; nothing was written.',
  'casework.taken': '“{path}” is there already and not an empty folder. It was not touched.',
  'casework.partialThere':
    '“{partial}” is there already: a copy that was interrupted, or one that is being made. It was not touched; remove it, or choose another name.',
  'casework.noRoom': '{needed} are needed in “{path}” and {free} are free. Nothing was written.',
  'casework.nothingWritten': 'Nothing was written there.',
  'casework.copyRemoved': 'The unfinished copy was removed; the case itself is as it was.',
  'casework.mismatch':
    '“{path}”, read back, is not what was written. Check the disk; the unfinished copy was removed.',
  'casework.ledgerDiffers':
    'The ledger in “{path}”, read back, is not the one that was copied. The unfinished copy was removed.',
  'casework.cancelled': 'Cancelled.',
  'casework.damagedCopied':
    'The original {name} is damaged: its SHA-256 is {sha256}. It was copied as it is.',
  'casework.notCopied': 'Not copied: {reason}',
  'casework.missing': 'The original {name} is missing from the vault, and so from the copy.',
  'casework.ledgerFault': 'The custody ledger does not verify, here and in the copy: {reason}',
  'casework.left.link': '“{path}” is a link. It was not followed and not carried along.',
  'casework.left.name': '“{path}” has a name that is not valid text. It was not carried along.',
  'casework.left.deep': '“{path}” lies too deep or is one file too many. It was not carried along.',
  'casework.left.device': '“{path}” is not a file. It was not carried along.',
  'casework.left.unreadable': 'The folder “{path}” cannot be read. It was not carried along.',
  'casework.left.unlooked': '“{path}” could not be looked at. It was not carried along.',
  'casework.notMoved': 'The case stays where it was.',
  'casework.moveUnrecorded':
    'The case was moved, and its ledger could not take the entry that says so: {reason}',
  'casework.moveUnsure':
    'The case has its new name; whether the disk keeps it through a power failure is not certain: {reason}',
  'casework.secondCase':
    'The case stays where it was. A whole copy of it is in “{path}”, and could not be opened there: {reason} Remove that copy, or keep it as one.',
  'casework.formerLeft':
    'The case was moved. What could not be removed of its former place, or did not belong to it, is left in “{path}”.',
  'casework.derivedSome': {
    one: 'One file was deleted before that.',
    other: '{count} files were deleted before that.',
  },
  'casework.cli.reading': 'It is opened for reading instead; nothing is recorded in it.',
  'casework.cli.case': 'Case      {path}',
  'casework.cli.reference': 'Reference {reference} ({id})',
  'casework.cli.created': 'Created   by {examiner}, {createdAt}',
  'casework.cli.items': { one: 'Holds     one item, {bytes}', other: 'Holds     {count} items, {bytes}' },
  'casework.cli.ledger': {
    one: 'The ledger has one entry.',
    other: 'The ledger has {count} entries, each follows from the one before.',
  },
  'casework.cli.verified': {
    one: 'One item; bytes unchanged in {unchanged}.',
    other: '{count} items; bytes unchanged in {unchanged}.',
  },
  'casework.cli.extra': 'The vault holds a file of no item: {name}',
  'casework.cli.extraNotTold':
    'Files are being taken in: whether the vault holds any that belong to no item was not told.',
  'casework.cli.copied': {
    one: 'Copied to {path}: one file, {bytes}, read back and compared.',
    other: 'Copied to {path}: {count} files, {bytes}, read back and compared.',
  },
  'casework.step.database': 'Database',
  'casework.step.ledger': 'Ledger',
  'casework.step.name': 'Giving the folder its name',
  'casework.step.remove': 'Removing the former place',
} as const
