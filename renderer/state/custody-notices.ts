// What is told when long work on the case as a whole or on its ledger ends, wherever the user is by then.
import { Case, CopyResult } from '#contract/case.ts'
import { CustodyEntry } from '#contract/custody.ts'
import { HandoverResult } from '#contract/handover.ts'
import type { JobKind } from '#contract/job.ts'
import { safeText, t } from '#contract/messages/format.ts'
import { formatBytes } from '#contract/messages/quantities.ts'
import { showAction } from './acts.svelte.ts'
import { ledgerFocus } from './ledger-focus.svelte.ts'
import type { Notice } from './notices.svelte.ts'

/** Null where this kind of work is told of elsewhere. */
export function describeCustodyEnd(
  kind: JobKind,
  result: unknown,
): { what: string; action: Notice['action'] } | null {
  switch (kind) {
    case 'copy-case': {
      const { data } = CopyResult.safeParse(result)
      return data ? { what: describeCopy(data), action: showAction(data.path) } : null
    }
    case 'move-case': {
      const { data } = Case.safeParse(result)
      return data
        ? {
            what: t('caseCopy.moved', { reference: safeText(data.reference), path: data.path }),
            action: showAction(data.path),
          }
        : null
    }
    case 'time-stamp': {
      const { data } = CustodyEntry.safeParse(result)
      return data
        ? { what: t('custodyTab.timeStamped', { seq: data.seq }), action: showEntry(data.seq) }
        : null
    }
    case 'hand-over': {
      const { data } = HandoverResult.safeParse(result)
      return data ? { what: describeHandOver(data), action: showAction(data.pdf) } : null
    }
    default:
      return null
  }
}

const describeCopy = ({ purpose, path, files, bytes, ledger }: CopyResult): string =>
  t(`caseCopy.done.${purpose}`, { path, count: files, bytes: formatBytes(bytes), seq: ledger.seq })

const describeHandOver = ({ receipt, folder }: HandoverResult): string =>
  t('handOverDialog.doneAway', { name: safeText(receipt.to.name), path: folder })

const showEntry = (seq: number): Notice['action'] => ({
  label: t('custodyTab.showBad', { seq }),
  run: () => ledgerFocus.show(seq),
})
