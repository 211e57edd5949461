// What is said of the place under the pointer on the timeline of all cameras.
import type { ItemSummary } from '#contract/item.ts'
import type { Lane, LanePart } from '#contract/lanes.ts'
import { safeText, t } from '#contract/messages/format.ts'
import { itemChips, mediaChip } from '#contract/messages/verdict.ts'
import { MediaSigningVerdict } from '#contract/seal.ts'
import { shortTopic } from '../../state/playhead-topics.ts'
import { formatInstant } from '../../state/playhead-time.ts'

/** `2026-05-01 21:59:58.500` of seconds or microseconds since 1970. */
export const timeText = (micros: number): string =>
  (formatInstant(BigInt(Math.round(micros)) * 10n) ?? '').replace('T', ' ').slice(0, 23)

/** With what tells it apart where others have its name too. */
export function laneName({ name, source }: Lane, most?: number): string {
  const shown = safeText(name, most)
  return source === null ? shown : `${shown} · ${safeText(source, most) || t('lanes.noSource')}`
}

/** Of several recordings on one lane: which one, and whether its bytes are those that were sealed. */
export function fileOf(item: ItemSummary): string {
  const { label, word } = itemChips(item).seal
  return `${safeText(item.name, 60)} · ${t('label.of', { label })} ${word}`
}

/** `item`: the one that the part is of, where that is known. */
export function laneTip(
  lane: Lane | null,
  part: LanePart | null,
  micros: number,
  item: ItemSummary | null = null,
): string {
  if (!lane || !part) return timeText(micros)
  const name = laneName(lane, 60)
  const [from, to] = [timeText(part.from), timeText(part.to)]
  switch (part.kind) {
    case 'recording': {
      const said = part.several ? t('lanes.short', { name }) : t('lanes.recording', { name, from, to })
      const verdict = MediaSigningVerdict.safeParse(part.detail)
      const chip = verdict.success ? mediaChip(verdict.data) : null
      return [
        said,
        ...(item ? [fileOf(item)] : []),
        ...(chip ? [t('lanes.signed', { verdict: chip.word })] : []),
      ].join(' · ')
    }
    case 'gap':
      if (part.detail === 'unsought') return t('lanes.unsought', { name, from, to })
      return part.several ? t('lanes.shortGap', { name }) : t('lanes.gap', { name, from, to })
    case 'event': {
      const topic = part.detail === '' ? t('lanes.otherTopics') : shortTopic(part.detail)
      return t('lanes.event', { count: part.several ? 2 : 1, time: from, topic })
    }
    case 'mark':
      return t('lanes.mark', { name, time: from })
  }
}
