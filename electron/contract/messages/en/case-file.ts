// The case as a whole: its menu, opening it only to look, and what was found when all of it was verified.
export const caseFile = {
  'caseMenu.label': 'Case',
  'caseMenu.examiner': 'Examiner: {name}',
  'caseMenu.created': 'Created {day}',
  'caseMenu.rename': 'Rename…',
  'caseMenu.copy': 'Copy…',
  'caseMenu.backup': 'Back up…',
  'caseMenu.move': 'Move…',
  'caseMenu.verify': 'Verify all',
  'caseMenu.report': 'Report on the case…',
  'caseMenu.deleteDerived': 'Delete derived files…',
  'caseMenu.showFolder': 'Show folder',
  'caseMenu.close': 'Close the case',

  'caseRename.title': 'Rename the case',
  'caseRename.text': 'The ledger keeps the old reference and the new one. The folder keeps its name.',
  'caseRename.now': 'Rename',
  'caseRename.notDone': 'The case was not renamed.',

  'caseCopy.title.copy': 'Copy the case',
  'caseCopy.title.backup': 'Back up the case',
  'caseCopy.title.move': 'Move the case',
  'caseCopy.text.copy':
    'Originals, ledger, exports and reports are copied as they stand at this moment, and every original is read back and compared. Thumbnails are left out; they are made again. This case stays open, and you can go on working in it.',
  'caseCopy.text.backup':
    'Originals, ledger, exports and reports are copied as they stand at this moment, and every original is read back and compared. The backup opens like any case. You can go on working meanwhile.',
  'caseCopy.text.move':
    'The case is closed, moved, and opened again at its new place. On another drive it is copied and compared first; only then is the old folder removed.',
  'caseCopy.amount': { one: 'One item, {bytes}', other: '{count} items, {bytes}' },
  'caseCopy.folder': 'New folder',
  'caseCopy.folderHint': 'It must not exist yet, or be empty, and must not lie inside the case.',
  'caseCopy.choose': 'Choose where the new folder goes',
  'caseCopy.now.copy': 'Copy',
  'caseCopy.now.backup': 'Back up',
  'caseCopy.now.move': 'Move',
  'caseCopy.notChosen': 'No folder was chosen.',
  'caseCopy.done.copy': {
    one: 'The case was copied to {path}: one file, {bytes}, ledger up to entry {seq}.',
    other: 'The case was copied to {path}: {count} files, {bytes}, ledger up to entry {seq}.',
  },
  'caseCopy.done.backup': {
    one: 'The case was backed up to {path}: one file, {bytes}, ledger up to entry {seq}.',
    other: 'The case was backed up to {path}: {count} files, {bytes}, ledger up to entry {seq}.',
  },
  'caseCopy.moved': 'Case {reference} is now in {path}',
  'recent.openedAt': 'Opened {time} UTC',

  'derived.title': 'Delete derived files',
  'derived.text':
    'Thumbnails and review copies of all items are deleted. They are made again when they are needed. No original is touched, and the ledger records it.',
  'derived.now': 'Delete',
  'derived.keep': 'Keep them',
  'derived.notDone': 'The derived files were not deleted.',
  'derived.none': 'There were no derived files.',
  'derived.done': {
    one: 'One derived file was deleted, {bytes}.',
    other: '{count} derived files were deleted, {bytes}.',
  },

  'readOnly.banner': 'Opened for reading: nothing can be added or recorded.',
  'readOnly.verify': 'Verifying works, and is not recorded.',
  'readOnly.why': 'The case was opened for reading: nothing can be added or recorded.',
  'readOnly.open': 'Open for reading',
  'readOnly.whyHere': 'This case was opened for reading: only the workstation’s own list can be changed.',

  'recent.more': 'More for {reference}',
  'recent.forget': 'Remove from this list',
  'recent.notForgotten': 'The case was not removed from the list.',
  'recent.forgotten': '{reference} was removed from the list. Its folder was not touched.',

  'verifyOutcome.missing': { one: 'One original is missing.', other: '{count} originals are missing.' },
  'verifyOutcome.extra': {
    one: 'One file in the vault belongs to no item.',
    other: '{count} files in the vault belong to no item.',
  },
  'verifyOutcome.title.missing': 'Missing',
  'verifyOutcome.title.changed': 'Not as they were',
  'verifyOutcome.title.extra': 'In the vault, of no item',
  'verifyOutcome.ledger': 'Ledger',
  'verifyOutcome.ledgerHolds': 'Unbroken',
  'verifyOutcome.ledgerBroken': 'Does not hold',
  'verifyOutcome.ledgerProblem': 'The ledger does not hold: {reason}',
  'verifyOutcome.ledgerNoReason': 'no reason was given.',
  'verifyOutcome.showLedger': 'Show the ledger',
  'verifyOutcome.problems': 'Verified again: the case is not as it was.',
  'verifyOutcome.problemsAtOpening': 'Verified again on opening: the case is not as it was.',
} as const
