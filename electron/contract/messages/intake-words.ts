// Chips and short sentences about volumes, kinds of items and what is missing of them. Pure.
import type { UnfinishedIntake } from '../intake.ts'
import type { ItemSummary } from '../item.ts'
import type { Recording } from '../recording.ts'
import type { Volume } from '../volume.ts'
import { safeText, t } from './format.ts'
import { missingChip as missingBytesChip } from './kinds.ts'
import { formatBytes } from './quantities.ts'
import type { Chip } from './verdict.ts'

export function writableChip({ writable }: Pick<Volume, 'writable'>): Chip {
  const state = writable === null ? 'unknown' : writable ? 'yes' : 'no'
  return {
    tone: ({ yes: 'attention', no: 'good', unknown: 'unknown' } as const)[state],
    label: t('intake.writable.label'),
    word: t(`intake.writable.${state}`),
    why: t(`intake.writable.${state}.why`),
  }
}

/** What a volume is called: its label, else where it is mounted, else its device. */
export function volumeName({ label, mountPoint, device }: Volume): string {
  return safeText(label.trim() || mountPoint || device)
}

/** Device, maker, model, serial number and file system in one line; what the system does not tell is left out. */
export function volumeFacts({ kind, device, maker, model, serial, fileSystem }: Volume): string {
  const facts = [
    t(`intake.volume.${kind}`),
    device,
    [maker, model].filter(Boolean).join(' '),
    serial && t('intake.volume.serial', { serial }),
    fileSystem,
  ]
  return (
    facts
      .map((fact) => safeText(fact))
      .filter(Boolean)
      // The dot stays at the end of a line that is broken there.
      .join('\u00a0· ')
  )
}

export function volumeSpace({ size, free }: Volume): string {
  return free === null
    ? formatBytes(size)
    : t('intake.volume.space', { size: formatBytes(size), free: formatBytes(free) })
}

/** Null for a whole item. One whose whole copy is in the case too still is in part only, and says both. */
export function missingChip(item: Pick<ItemSummary, 'missingBytes' | 'completedBy'>): Chip | null {
  const chip = missingBytesChip(item)
  if (!chip || !item.completedBy) return chip
  const why = t('intake.chip.completed.why', { bytes: formatBytes(item.missingBytes) })
  return { ...chip, tone: 'unknown', word: t('intake.chip.completed'), why }
}

/** Null where all parts that anything speaks of are here. */
export function partsMissingChip({ missing }: Pick<Recording, 'missing'>): Chip | null {
  if (missing.length === 0) return null
  return {
    tone: 'attention',
    label: t('intake.part.missing.label'),
    word: t('intake.part.missing'),
    why: t('intake.part.missing.why'),
  }
}

/** The first source, and how many more there are. */
export function sourcesInWords(sources: readonly string[]): string {
  const source = safeText(sources[0] ?? '')
  return sources.length > 1 ? t('intake.unfinished.sources', { source, count: sources.length - 1 }) : source
}

/** What was interrupted, why, and what need not be done again. */
export function describeUnfinished(intake: UnfinishedIntake): string {
  const source = sourcesInWords(intake.sources)
  const { files, filesDone, bytesKept, reason } = intake
  return [
    t('intake.unfinished', { source, done: filesDone, count: files }),
    safeText(reason, 300),
    bytesKept > 0 ? t('intake.unfinished.kept', { bytes: formatBytes(bytesKept) }) : '',
  ]
    .filter(Boolean)
    .join(' ')
}
