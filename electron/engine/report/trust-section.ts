// Whom the answers about signers rely on: the trust store with its hash, who decided on it and why.
import type { RevocationList, TrustAnchor } from '#contract/case.ts'
import { t } from '#contract/messages/format.ts'
import { formatNumber } from '#contract/messages/quantities.ts'
import type { ItemSummary } from '#contract/item.ts'
import type { HeldTrust } from '#engine/examine/held-trust.ts'
import { judgedWith } from '#engine/store/judged-with.ts'
import type { CustodyStore } from '#engine/store/custody-store.ts'
import type { Block, Section } from './report-document.ts'

type Rows = Extract<Block, { kind: 'facts' }>['rows']

export function trustSections(
  trust: HeldTrust,
  items: readonly ItemSummary[],
  custody: CustodyStore,
): Section[] {
  const { anchors, revocationLists, problems, sha256 } = trust
  const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
  const facts = (rows: Rows): Block => ({ kind: 'facts', rows })
  return [
    {
      heading: t('report.anchors'),
      level: 1,
      blocks: [
        paragraph(anchors.length > 0 ? t('report.anchorsText') : t('report.noAnchors')),
        facts([{ label: t('report.anchorsHash'), value: sha256, mono: true }]),
        ...anchors.map((anchor) => facts(anchorRows(anchor))),
        ...(problems.length > 0
          ? [paragraph(t('report.trustProblems')), { kind: 'list' as const, items: problems }]
          : []),
        ...judgedOtherwise(trust, items, custody),
      ],
    },
    {
      heading: t('report.lists'),
      level: 2,
      blocks:
        revocationLists.length > 0
          ? revocationLists.map((list) => facts(listRows(list)))
          : [paragraph(t('report.noLists'))],
    },
  ]
}

function anchorRows(anchor: TrustAnchor): Rows {
  const { subject, notBefore: from, notAfter: to } = anchor
  return [
    { label: t('report.signer'), value: subject },
    { label: t('report.validity'), value: t('report.validityValue', { from, to }), mono: true },
    ...decisionRows(anchor),
  ]
}

function listRows(list: RevocationList): Rows {
  const { issuer, thisUpdate: from, nextUpdate: to, revoked } = list
  const date = to === null ? t('report.listDateOnly', { from }) : t('report.listDateValue', { from, to })
  return [
    { label: t('report.issuer'), value: issuer },
    { label: t('report.listDate'), value: date, mono: true },
    { label: t('report.listCount'), value: formatNumber(revoked) },
    ...decisionRows(list),
  ]
}

function decisionRows({ sha256, scope, importedAt, importedBy, reason }: TrustAnchor | RevocationList): Rows {
  const added = t('report.addedValue', { time: importedAt, actor: importedBy })
  return [
    { label: t('report.fingerprint'), value: sha256, mono: true },
    { label: t('report.scope'), value: t(`report.scope.${scope}`) },
    { label: t('report.added'), value: added },
    { label: t('report.reason'), value: reason },
  ]
}

/** A case may have been judged elsewhere, or before the workstation's store changed: then this list does not explain it. */
function judgedOtherwise(
  { sha256 }: HeldTrust,
  items: readonly ItemSummary[],
  custody: CustodyStore,
): Block[] {
  const said = judgedWith(custody)
  const others = items.flatMap(({ id, name }) => {
    const other = said.get(id)
    return other === undefined || other === sha256 ? [] : [t('report.judgedWith', { name, sha256: other })]
  })
  if (others.length === 0) return []
  return [
    { kind: 'paragraph', text: t('report.judgedOtherwise', { count: others.length }) },
    { kind: 'list', items: others },
  ]
}
