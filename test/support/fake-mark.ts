// A mark for tests, without any case.
import { randomUUID } from 'node:crypto'
import { Mark } from '#contract/mark.ts'

export const fakeMark = (given: Partial<Mark> = {}): Mark =>
  Mark.parse({
    ...{ id: randomUUID(), itemId: randomUUID(), trackId: 1, firstSample: 0, lastSample: 0 },
    ...{ firstTicks: 0, lastTicks: 0, note: '', tag: '', colour: 'blue' },
    ...{ madeBy: 'Ada', madeAt: '2026-05-03T09:10:00.000Z' },
    ...{ changedBy: 'Ada', changedAt: '2026-05-03T09:10:00.000Z' },
    ...given,
  })
