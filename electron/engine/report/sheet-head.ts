// The first page of a sheet of stills: the case, what the sheet holds, the files with both answers, and what was not checked.
import type { Case } from '#contract/case.ts'
import type { ItemDetail } from '#contract/item.ts'
import { formatList, t, withinSentence } from '#contract/messages/format.ts'
import { describeKind } from '#contract/messages/kinds.ts'
import { formatBytesExactly, formatNumber } from '#contract/messages/quantities.ts'
import { formatUtc } from '#contract/messages/times.ts'
import { custodyChip, describeVerification } from '#contract/messages/verdict.ts'
import type { UtcTime } from '#contract/units.ts'
import { toolVersion } from '#engine/base/version.ts'
import { clockRows } from './clock-rows.ts'
import type { Block, Section } from './report-document.ts'
import type { PlannedStill } from './sheet-plan.ts'

export type SheetHead = {
  case: Case
  made: { by: string; at: UtcTime }
  ffmpeg: string
  /** In the order in which they are numbered. */
  files: readonly ItemDetail[]
  planned: readonly PlannedStill[]
}

type Rows = Extract<Block, { kind: 'facts' }>['rows']

const facts = (rows: Rows): Block => ({ kind: 'facts', rows })
const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

export function headSections(head: SheetHead): Section[] {
  const { files } = head
  return [
    { heading: t('report.case'), level: 2, blocks: [facts(caseRows(head))] },
    { heading: t('stillSheet.what'), level: 2, blocks: [paragraph(t('stillSheet.whatText'))] },
    { heading: t('stillSheet.filesHeading'), level: 2, blocks: [] },
    ...files.map((file, index): Section => ({
      heading: t('stillSheet.file', { number: String(index + 1), name: file.summary.name }),
      level: 3,
      blocks: [facts(fileRows(file))],
    })),
    { heading: t('stillSheet.notChecked'), level: 2, blocks: [{ kind: 'list', items: notChecked(files) }] },
  ]
}

function caseRows({ case: { reference, examiner }, made, ffmpeg, files, planned }: SheetHead): Rows {
  const marks = new Set(planned.map(({ mark }) => mark.id)).size
  return [
    { label: t('report.reference'), value: reference },
    { label: t('report.examiner'), value: examiner },
    {
      label: t('stillSheet.made'),
      value: `${formatUtc(made.at)} ${t('report.by', { actor: made.by })}`,
    },
    { label: t('report.tool'), value: t('stillSheet.tool', { version: toolVersion, ffmpeg }) },
    {
      label: t('stillSheet.holds'),
      value: t('stillSheet.holdsValue', {
        pictures: t('stillSheet.pictures', { count: planned.length }),
        marks: t('stillSheet.marks', { count: marks }),
        files: t('stillSheet.files', { count: files.length }),
      }),
    },
    { label: t('stillSheet.order'), value: t('stillSheet.orderValue') },
  ]
}

function fileRows({ summary, verification, clockOffset }: ItemDetail): Rows {
  const { seal, signer, media } = describeVerification(verification)
  const clock = clockRows({ summary, clockOffset })
  const custody = custodyChip(summary.custody)
  return [
    { label: t('report.sha256'), value: summary.sha256, mono: true },
    { label: t('report.size'), value: formatBytesExactly(summary.size) },
    ...(summary.kind === 'export' ? [] : [{ label: t('kind.chip'), value: describeKind(summary.kind).why }]),
    { label: seal.label, value: `${seal.word}. ${seal.why}` },
    { label: signer.label, value: `${signer.word}. ${signer.why}` },
    ...(media ? [{ label: media.label, value: `${media.word}. ${media.why}` }] : []),
    {
      label: t('report.verified'),
      value: `${formatUtc(verification.verifiedAt)} (Exhibit ${verification.toolVersion})`,
    },
    { label: custody.label, value: `${custody.word}. ${custody.why}` },
    { label: t('report.camera'), value: summary.cameras.join(', ') || t('stillSheet.notSaid') },
    ...(clock.length > 0 ? clock : [{ label: t('report.clockOffset'), value: t('stillSheet.noClock') }]),
  ]
}

function notChecked(files: readonly ItemDetail[]): string[] {
  return [
    t('stillSheet.notHashed'),
    t('stillSheet.notClock'),
    t('stillSheet.notMeaning'),
    t('stillSheet.notScreen'),
    ...files.flatMap(({ verification }, index) => {
      const list = describeVerification(verification).notChecked
      return list === ''
        ? []
        : [t('stillSheet.notCheckedOf', { number: String(index + 1), list: withinSentence(list) })]
    }),
  ]
}

const numbersNamed = 20

/** The sentence at the top: whether all of them could be made. */
export function outcomeOf(stills: readonly { number: number; refused: string | null }[]): {
  text: string
  tone: 'unknown' | 'attention'
} {
  const refused = stills.filter((one) => one.refused !== null).map(({ number }) => formatNumber(number))
  if (refused.length === 0) return { text: t('stillSheet.all', { count: stills.length }), tone: 'unknown' }
  const more = refused.length - numbersNamed
  const numbers =
    more > 0
      ? t('stillSheet.more', { some: refused.slice(0, numbersNamed).join(', '), count: more })
      : formatList(refused)
  return {
    text: t('stillSheet.some', { count: refused.length, of: stills.length, numbers }),
    tone: 'attention',
  }
}
