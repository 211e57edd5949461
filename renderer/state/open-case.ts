// Opening a case from wherever it is asked for; one that cannot be opened for writing can be looked at all the same.
import type { ErrorCode } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { openCase } from './case.svelte.ts'
import { leaving } from './leaving.svelte.ts'
import { asEvidenceError, notices } from './notices.svelte.ts'
import { view } from './view.svelte.ts'

/** Another program writes in it, or it lies on a medium that cannot be written. */
const readable: readonly ErrorCode[] = ['case-locked', 'destination-unwritable']

/** Opens a case and shows it; a failure is told, with the way to read it where there is one. */
export async function showCaseAt(path: string, { readOnly = false } = {}): Promise<void> {
  try {
    await openCase.openAt(path, { readOnly })
    view.go({ screen: 'case', tab: view.place.tab })
  } catch (error) {
    tellNotOpened(path, error, readOnly)
  }
}

export function tellNotOpened(path: string, error: unknown, readOnly = false): void {
  const offered = !readOnly && readable.includes(asEvidenceError(error).code)
  const read = (): void => void leaving.leaveFor(() => showCaseAt(path, { readOnly: true }))
  notices.fail(t('cases.notOpened'), error, offered ? { label: t('readOnly.open'), run: read } : null)
}
