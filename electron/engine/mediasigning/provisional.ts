// Groups whose record carries no signature of its own (ONVIF Media Signing 26.06 5.7): the record is hashed like a picture,
// and is worth what the record that covers it is worth.
import { spoil } from './group-draft.ts'
import type { GroupDraft } from './group-draft.ts'

/** Settles those whose record lies in a group that is settled; later groups first, as each may stand on the next. */
export function resolveProvisional(drafts: readonly GroupDraft[], claimed: number, notSigned: string): void {
  for (let index = drafts.length - 1; index >= 0; index -= 1) {
    const draft = drafts[index]
    const place = draft?.source?.at ?? claimed
    if (!draft?.provisional || place >= claimed) continue
    const cover = coverOf(drafts, index + 1, place)
    if (cover?.provisional) continue
    draft.provisional = false
    const record = draft.source?.record
    const confirmed = cover?.source && record && cover.covers.has(record) && isConfirmed(cover)
    if (confirmed) continue
    spoil(draft, notSigned)
    draft.covers.clear()
  }
}

/** The group that the record lies in; nearly always the next one. */
function coverOf(drafts: readonly GroupDraft[], from: number, place: number): GroupDraft | null {
  for (let index = from; index < drafts.length; index += 1) {
    const draft = drafts[index]
    if (draft?.source && draft.from <= place && place < draft.to) return draft
  }
  return null
}

/** Its own record counts: signed and matching, or confirmed by a later one. */
function isConfirmed({ source, covers }: GroupDraft): boolean {
  return covers.size > 0 && (source?.check.state === 'good' || source?.check.state === 'unsigned')
}
