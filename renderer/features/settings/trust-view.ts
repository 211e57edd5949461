// What the screen says of a trust store: where each thing stands, whether it is valid today, what goes with it.
import type { Case, RevocationList, TrustAnchor, TrustScope, TrustStoreState } from '#contract/case.ts'
import { safeText, t } from '#contract/messages/format.ts'
import { millisOf } from '#contract/messages/times.ts'
import type { Chip } from '#contract/messages/verdict.ts'

export type Anchor = TrustStoreState['anchors'][number]
export type Held = { kind: 'root'; root: Anchor } | { kind: 'list'; list: RevocationList }

/** Everything of one scope: certificates first, then lists, each in the order in which they were added. */
export function heldIn({ anchors, revocationLists }: TrustStoreState, scope: TrustScope): Held[] {
  const roots = anchors.filter((one) => one.scope === scope)
  const lists = revocationLists.filter((one) => one.scope === scope)
  return [
    ...roots.map((root): Held => ({ kind: 'root', root })),
    ...lists.map((list): Held => ({ kind: 'list', list })),
  ]
}

/** A case by its reference: “this case” alone names none. */
export const scopeName = (scope: TrustScope, open: Pick<Case, 'reference'> | null): string =>
  scope === 'case' && open
    ? t('trustStore.scope.caseNamed', { reference: safeText(open.reference) })
    : t(`trustStore.scope.${scope}`)

/** The other scope, where the same certificate or list stands there too: removing it here takes nothing away. */
export function heldElsewhere(state: TrustStoreState, held: Held): TrustScope | null {
  const one = held.kind === 'root' ? held.root : held.list
  const all = held.kind === 'root' ? state.anchors : state.revocationLists
  return all.find(({ sha256, scope }) => sha256 === one.sha256 && scope !== one.scope)?.scope ?? null
}

/** Null where a certificate is valid today. */
export function validityChip(
  { notBefore, notAfter }: Pick<TrustAnchor, 'notBefore' | 'notAfter'>,
  now: number,
): Chip | null {
  const chip = { tone: 'attention', label: t('trustStore.state') } as const
  if (millisOf(notAfter) < now) {
    return { ...chip, word: t('trustStore.expired'), why: t('trustStore.expiredWhy') }
  }
  if (millisOf(notBefore) > now) {
    return { ...chip, word: t('trustStore.notYetValid'), why: t('trustStore.notYetValidWhy') }
  }
  return null
}

/** Null where no newer list was announced for a day that has passed. */
export function currencyChip({ nextUpdate }: Pick<RevocationList, 'nextUpdate'>, now: number): Chip | null {
  if (nextUpdate === null || millisOf(nextUpdate) >= now) return null
  const [label, word] = [t('trustStore.state'), t('trustStore.outOfDate')]
  return { tone: 'attention', label, word, why: t('trustStore.outOfDateWhy') }
}

/** What is there now and was not before, in a sentence or two. */
export function describeAdded(before: TrustStoreState, after: TrustStoreState): string {
  const certificates = after.anchors.length - before.anchors.length
  const lists = after.revocationLists.length - before.revocationLists.length
  const said = [
    ...(certificates > 0 ? [t('trustStore.addedCertificates', { count: certificates })] : []),
    ...(lists > 0 ? [t('trustStore.addedLists', { count: lists })] : []),
  ]
  return said.length > 0 ? said.join(' ') : t('trustStore.addedNothing')
}
