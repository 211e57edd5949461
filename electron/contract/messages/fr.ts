// French, begun: what is missing here stands in English. One file a part of the product, as in `en`.
import type { Translation } from './translation.ts'

export const fr: Translation = {}
