// German, begun: what is missing here stands in English. One file a part of the product, as in `en`.
import { acts } from './de/acts.ts'
import { caseFile } from './de/case-file.ts'
import { custody } from './de/custody.ts'
import { intake } from './de/intake.ts'
import { kinds } from './de/kinds.ts'
import { panels } from './de/panels.ts'
import { quantities } from './de/quantities.ts'
import { review } from './de/review.ts'
import { verdict } from './de/verdict.ts'
import { verifyAll } from './de/verify-all.ts'
import { window } from './de/window.ts'
import type { Translation } from './translation.ts'

export const de: Translation = {
  ...acts,
  ...caseFile,
  ...custody,
  ...intake,
  ...kinds,
  ...panels,
  ...quantities,
  ...review,
  ...verdict,
  ...verifyAll,
  ...window,
}
