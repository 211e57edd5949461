// German, begun: what is missing here stands in English. One file a part of the product, as in `en`.
import { acts } from './de/acts.ts'
import { cameras } from './de/cameras.ts'
import { caseFile } from './de/case-file.ts'
import { clock } from './de/clock.ts'
import { custody } from './de/custody.ts'
import { damage } from './de/damage.ts'
import { errors } from './de/errors.ts'
import { frames } from './de/frames.ts'
import { intake } from './de/intake.ts'
import { keys } from './de/keys.ts'
import { kinds } from './de/kinds.ts'
import { marks } from './de/marks.ts'
import { panels } from './de/panels.ts'
import { picture } from './de/picture.ts'
import { proof } from './de/proof.ts'
import { quantities } from './de/quantities.ts'
import { review } from './de/review.ts'
import { search } from './de/search.ts'
import { structureBrowser } from './de/structure-browser.ts'
import { tracks } from './de/tracks.ts'
import { trust } from './de/trust.ts'
import { veil } from './de/veil.ts'
import { verdict } from './de/verdict.ts'
import { verifyAll } from './de/verify-all.ts'
import { window } from './de/window.ts'
import type { Translation } from './translation.ts'

export const de: Translation = {
  ...acts,
  ...cameras,
  ...caseFile,
  ...clock,
  ...custody,
  ...damage,
  ...errors,
  ...frames,
  ...intake,
  ...keys,
  ...kinds,
  ...marks,
  ...panels,
  ...picture,
  ...proof,
  ...quantities,
  ...review,
  ...search,
  ...structureBrowser,
  ...tracks,
  ...trust,
  ...veil,
  ...verdict,
  ...verifyAll,
  ...window,
}
