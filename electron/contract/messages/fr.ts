// French, begun: what is missing here stands in English. One file a part of the product, as in `en`.
import { acts } from './fr/acts.ts'
import { cameras } from './fr/cameras.ts'
import { caseFile } from './fr/case-file.ts'
import { clock } from './fr/clock.ts'
import { custody } from './fr/custody.ts'
import { damage } from './fr/damage.ts'
import { errors } from './fr/errors.ts'
import { frames } from './fr/frames.ts'
import { intake } from './fr/intake.ts'
import { keys } from './fr/keys.ts'
import { kinds } from './fr/kinds.ts'
import { marks } from './fr/marks.ts'
import { panels } from './fr/panels.ts'
import { picture } from './fr/picture.ts'
import { proof } from './fr/proof.ts'
import { quantities } from './fr/quantities.ts'
import { review } from './fr/review.ts'
import { search } from './fr/search.ts'
import { structureBrowser } from './fr/structure-browser.ts'
import { tracks } from './fr/tracks.ts'
import { trust } from './fr/trust.ts'
import { veil } from './fr/veil.ts'
import { verdict } from './fr/verdict.ts'
import { verifyAll } from './fr/verify-all.ts'
import { window } from './fr/window.ts'
import type { Translation } from './translation.ts'

export const fr: Translation = {
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
