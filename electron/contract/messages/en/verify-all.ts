// Verifying the whole case again: the button, what came of it, and which items were verified since the case was opened.
export const verifyAll = {
  'verifyAll.start': 'Verify all',
  'verifyAll.running': 'Verifying…',
  'verifyAll.notStarted': 'Verifying the case was not started.',
  'verifyAll.hint': 'Reads every original in the case again and judges it anew. You can go on working.',
  'verifyAll.since': 'Verified since opening: {done} of {total}',
  'verifyAll.sinceHint': 'What was verified within the hour before the opening is not read again by itself.',
  'verifyAll.done': {
    one: 'The one item of the case was verified again and is as it was.',
    other: 'All {count} items of the case were verified again and are as they were.',
  },
  'verifyAll.counts': {
    one: 'One item: bytes unchanged in {unchanged}, a problem with {problems}.',
    other: '{count} items: bytes unchanged in {unchanged}, a problem with {problems}.',
  },
  'verifyAll.allWell': {
    one: 'One item: bytes unchanged, answers as before.',
    other: '{count} items: bytes unchanged, answers as before.',
  },
  'verifyAll.skipped': {
    one: 'One was not read again: it had been verified within the last hour.',
    other: '{count} were not read again: they had been verified within the last hour.',
  },
  'verifyAll.problems': {
    one: 'One item of the case is not as it was.',
    other: '{count} items of the case are not as they were.',
  },
  'verifyAll.problemsAtOpening': {
    one: 'Verified again on opening: one item of the case is not as it was.',
    other: 'Verified again on opening: {count} items of the case are not as they were.',
  },
  'verifyAll.problem': '{name}: {problem}',
  'verifyAll.more': { one: 'and one more', other: 'and {count} more' },
  'verifyAll.show': 'Show the item',
  'verifyAll.nameless': 'an item without a name',
  'verifyAll.atOpening': 'On opening the case',
  'verified.title': 'Last verified',
  'verified.sinceOpening': 'since the case was opened',
  'verified.beforeOpening': 'before the case was opened',
} as const
