// Acts that can be begun from several places: verifying, exporting, reporting.
import { t } from '#contract/messages/format.ts'
import type { ItemSummary } from '#contract/item.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { call, startJob } from '../client/client.ts'
import { openCase } from './case.svelte.ts'
import { notices } from './notices.svelte.ts'

/** What the export dialog is to begin with. */
export type ExportIntent = { itemId: ItemId; marked: { from: UtcTime; to: UtcTime } | null }

class Acts {
  /** Non-null while the export dialog is open. */
  exporting = $state.raw<ExportIntent | null>(null)

  async verify(itemId: ItemId): Promise<void> {
    await attempt(t('verify.notStarted'), async () => {
      await startJob('item.verify', { itemId })
    })
  }

  /** Asks for another copy of a partial item's file, and fills what is missing from it. The end is told by a notice. */
  async complete(itemId: ItemId): Promise<void> {
    await attempt(t('intake.missing.notStarted'), async () => {
      const [source] =
        (await call('dialog.openFiles', {
          title: t('intake.missing.choose'),
          filters: [{ name: t('dialog.allFiles'), extensions: ['*'] }],
          multiple: false,
        })) ?? []
      if (source !== undefined) await startJob('item.complete', { itemId, source })
    })
  }

  /** Why it cannot be exported, in words; the engine would refuse it too. Undefined where it can. */
  whyNoExport({ missingBytes }: Pick<ItemSummary, 'missingBytes'>): string | undefined {
    return openCase.whyReadOnly ?? (missingBytes > 0 ? t('export.partial') : undefined)
  }

  export(itemId: ItemId, marked: ExportIntent['marked'] = null): void {
    this.exporting = { itemId, marked }
  }

  /** Asks where to, writes a report on these items (all where empty), and tells when it is there. */
  async report(itemIds: ItemId[], name: string): Promise<void> {
    await attempt(t('report.notStarted'), async () => {
      const path = await call('dialog.saveFile', {
        title: t('report.choose'),
        defaultName: `${fileNameOf(name)}.pdf`,
        filters: [
          { name: 'PDF', extensions: ['pdf'] },
          { name: 'HTML', extensions: ['html'] },
        ],
      })
      if (!path) return
      const { ended } = await startJob('report.start', { path, itemIds })
      const report = await ended.catch(() => null)
      if (report) notices.note(t('report.written', { path: report.path }), showAction(report.path))
    })
  }
}

/** Offers to show a file that Exhibit wrote. */
export function showAction(path: string): { label: string; run: () => void } {
  return {
    label: t('action.showInFolder'),
    run: () => void attempt(t('show.failed'), () => call('shell.showInFolder', { path })),
  }
}

/** Runs an act; a failure is told, not thrown. */
export async function attempt(what: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    notices.fail(what, error)
  }
}

function fileNameOf(text: string): string {
  const name = text
    .replace(/\.(mp4|m4v|mov)$/i, '')
    .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
    .replace(/^[.\s-]+/, '')
  return name.slice(0, 80) || 'report'
}

export const acts = new Acts()
