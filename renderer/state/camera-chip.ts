// The third chip of an item: what the camera's own signatures say, where it bears any.
import type { ItemSummary } from '#contract/item.ts'
import { mediaChip, type Chip } from '#contract/messages/verdict.ts'

/** Null where there is no video, and where it bears none: that alone says nothing against a sealed file. */
export function cameraChip({ media }: Pick<ItemSummary, 'media'>): Chip | null {
  return media === 'not-signed' ? null : mediaChip(media)
}
