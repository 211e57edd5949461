// What was dropped on the first screen: one case folder is opened, anything else is evidence that needs a case.
import { EvidenceError } from '#contract/errors.ts'
import { openCase } from '../../state/case.svelte.ts'

/** Opens `paths` where it is one case folder; else gives them back as evidence to take in. */
export async function openDropped(paths: string[]): Promise<string[]> {
  const [path] = paths
  if (path === undefined) throw new EvidenceError('file-not-found', '')
  if (paths.length > 1) return paths
  try {
    await openCase.openAt(path)
    return []
  } catch (error) {
    if (error instanceof EvidenceError && error.code === 'case-not-found') return paths
    throw error
  }
}
