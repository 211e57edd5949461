// One item in a report: the verdict in plain words first, then what stands behind it, seal by seal.
import type { Explanation } from '#contract/explanation.ts'
import type { ItemDetail } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import { formatBytesExactly, formatCoordinates } from '#contract/messages/quantities.ts'
import { describeVerification, vaultLine } from '#contract/messages/verdict.ts'
import { trustWord } from '#contract/messages/root-holder.ts'
import type { RootHolders, SealReport } from '#contract/seal.ts'
import { unsoughtFrom, type Gap } from '#contract/track.ts'
import type { ByteRange } from '#contract/units.ts'
import { clockRows } from './clock-rows.ts'
import { pointBlocks } from './explanation-sections.ts'
import { missingSections } from './missing-section.ts'
import type { Block, Section } from './report-document.ts'

type Row = { label: string; value: string; mono?: boolean }

/** `explanation`: how its verdict came about. */
export function itemSections(detail: ItemDetail, number: number, explanation: Explanation): Section[] {
  const { verification, summary } = detail
  const text = describeVerification(verification, detail)
  const [first = '', ...rest] = text.sentences
  const vault = vaultLine(detail)
  const blocks: Block[] = [
    ...(vault ? [{ kind: 'statement' as const, text: vault.text, tone: 'bad' as const }] : []),
    { kind: 'statement', text: first, tone: text.seal.tone },
    ...rest.map((sentence) => ({ kind: 'paragraph' as const, text: sentence })),
    {
      kind: 'paragraph',
      text: `${text.seal.label}: ${text.seal.word}. ${text.signer.label}: ${text.signer.word}.`,
    },
    ...(text.notChecked === '' ? [] : [{ kind: 'paragraph' as const, text: text.notChecked }]),
    ...pointBlocks(explanation),
    {
      kind: 'facts',
      rows: [...fileRows(detail), ...(summary.kind === 'attachment' ? [] : recordingRows(detail))],
    },
  ]
  const seals = verification.seals.map((seal) =>
    sealSection(seal, verification.seals.length, detail.rootHolders),
  )
  return [
    { heading: t('report.item', { number: String(number), name: summary.name }), level: 1, blocks },
    ...missingSections(detail),
    // Of other files, and where bytes are missing, nothing is said of seals.
    ...(seals.length > 0 || summary.kind !== 'export' || detail.missing.length > 0
      ? seals
      : [
          {
            heading: t('report.seals'),
            level: 2 as const,
            blocks: [{ kind: 'paragraph' as const, text: t('report.noSeals') }],
          },
        ]),
    findingSection(detail),
  ]
}

function fileRows({ summary, verification }: ItemDetail): Row[] {
  return [
    { label: t('report.sha256'), value: summary.sha256, mono: true },
    { label: t('report.size'), value: formatBytesExactly(summary.size) },
    { label: t('report.path'), value: summary.sourcePath },
    { label: t('report.ingested'), value: summary.ingestedAt, mono: true },
    {
      label: t('report.verified'),
      value: `${verification.verifiedAt} (Exhibit ${verification.toolVersion})`,
      mono: true,
    },
  ]
}

function recordingRows({ summary, inspection, clockOffset }: ItemDetail): Row[] {
  const { start, end, startOrigin } = summary
  const levels = Object.entries(summary.levels)
    .filter(([, carried]) => carried)
    .map(([level]) => level)
  const rows: Row[] = [
    { label: t('report.camera'), value: summary.cameras.join(', ') },
    {
      label: t('report.span'),
      value:
        start && end
          ? t('report.spanValue', { start, end, origin: startOrigin ?? '' })
          : t('report.spanUnknown'),
      mono: true,
    },
    ...clockRows({ summary, clockOffset }),
    { label: t('report.levels'), value: levels.join(', ') || t('report.noLevel') },
  ]
  const { location, export: provenance, metadata, gaps, tracks } = inspection
  if (location)
    rows.push({
      label: t('report.location'),
      value: `${formatCoordinates(location.latitude, location.longitude)} ${location.name}`,
    })
  if (provenance) {
    const { unitName: unit, operator, time } = provenance
    rows.push({
      label: t('report.exportedBy'),
      value: t('report.exportedByValue', { unit, operator, time: time ?? t('report.spanUnknown') }),
    })
  }
  for (const { id, kind, codec, samples } of tracks) {
    rows.push({
      label: t('report.tracks'),
      value: t('report.trackValue', { id: String(id), kind, codec, samples }),
    })
  }
  const { frames, objects, events, badSamples: bad } = metadata
  if (frames + events + bad > 0)
    rows.push({
      label: t('report.metadata'),
      value: t('report.metadataValue', { frames, objects, events, bad }),
    })
  if (gaps.length > 0) rows.push({ label: t('report.gaps'), value: gapsText(gaps) })
  return rows
}

/** How many there are, or how many were found before the search ended. */
function gapsText(gaps: readonly Gap[]): string {
  const isCut = [...new Set(gaps.map(({ trackId }) => trackId))].some(
    (id) => unsoughtFrom(gaps.filter(({ trackId }) => trackId === id)) !== null,
  )
  return isCut ? t('report.gapsLeftOut', { count: gaps.length }) : String(gaps.length)
}

function sealSection(seal: SealReport, of: number, holders: RootHolders | undefined): Section {
  const rows: Row[] = [
    {
      label: t('report.status'),
      value:
        seal.reason === null
          ? t(`intact.${seal.status === 'empty' ? 'unsealed' : seal.status}`)
          : seal.reason,
    },
    { label: t('report.trust'), value: trustWord(seal.trust, seal.trustDetail, holders) },
    {
      label: t('report.algorithm'),
      value:
        seal.keyBits === null
          ? seal.algorithm
          : t('report.keyBits', { algorithm: seal.algorithm, bits: String(seal.keyBits) }),
    },
  ]
  if (seal.signer) {
    const { subject, issuer, serialNumber, sha256, notBefore: from, notAfter: to } = seal.signer
    rows.push({ label: t('report.signer'), value: `${subject} (${issuer}, ${serialNumber})` })
    rows.push({ label: t('report.fingerprint'), value: sha256, mono: true })
    rows.push({ label: t('report.validity'), value: t('report.validityValue', { from, to }), mono: true })
  }
  if (seal.trustDetail) rows.push({ label: t('report.judged'), value: seal.trustDetail.reason })
  if (seal.covered.length > 0)
    rows.push({ label: t('report.covered'), value: formatRanges(seal.covered), mono: true })
  if (seal.comment !== null) rows.push({ label: t('report.comment'), value: seal.comment })
  return {
    heading: t('report.seal', { number: String(seal.index + 1), of: String(of) }),
    level: 2,
    blocks: [
      { kind: 'facts', rows },
      ...(seal.deviations.length === 0
        ? []
        : [
            { kind: 'paragraph' as const, text: t('report.deviations') },
            { kind: 'list' as const, items: seal.deviations.map(({ code, detail }) => `${code}: ${detail}`) },
          ]),
    ],
  }
}

const formatRanges = (ranges: readonly ByteRange[]): string =>
  ranges.map(({ start, end }) => `${start}–${end}`).join(', ')

function findingSection({ findings }: ItemDetail): Section {
  const items = findings.map(
    ({ severity, code, offset, detail }) =>
      `${severity} · ${code}${offset === null ? '' : ` @ ${offset}`}: ${detail}`,
  )
  return {
    heading: t('report.findings'),
    level: 2,
    blocks: [
      items.length > 0 ? { kind: 'list', items } : { kind: 'paragraph', text: t('report.noFindings') },
    ],
  }
}
