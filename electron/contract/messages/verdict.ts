// From a verification to plain words: what a lay reader is told first, in the window, in reports and on the command
// line alike. Pure. Trust never colours the answer about the bytes, and the bytes never that about the signer.
import type { ClockOffset } from '../clock.ts'
import type { CustodyState, Intact, ItemDetail, ItemSummary } from '../item.ts'
import type {
  MediaSigningVerdict,
  NotChecked,
  RootHolders,
  SealReport,
  Trust,
  Verification,
} from '../seal.ts'
import { t } from './format.ts'
import { keptOf, keptSealChip } from './kinds.ts'
import type { Kept } from './kinds.ts'
import { mediaLines, mediaSentences } from './media-verdict.ts'
import type { MediaLine } from './media-verdict.ts'
import { holderOf } from './root-holder.ts'
import { addedContent, holdsToday, sealLines, weaknessesOf } from './seal-verdict.ts'
import { formatUtcLong } from './times.ts'

export { weaknessesOf }

/** The four states; each is shown with its own icon and a word. */
export type Tone = 'good' | 'attention' | 'bad' | 'unknown'
/** `word` is enough beside its label; `why` is one sentence. */
export type Chip = { tone: Tone; label: string; word: string; why: string }

/** One sentence, and the tone of the answer that it gives; null where it only says what goes with one. */
export type VerdictLine = { text: string; tone: Tone | null }

export type VerdictText = {
  intact: Intact
  /** First what the seals say, then what signatures inside the video say. */
  sentences: string[]
  /** The same one by one, each answer by itself: of the seals, of their signer, of the video, of the camera's key. */
  lines: VerdictLine[]
  seal: Chip
  signer: Chip
  /** What signatures inside the video say; null where there is no video. */
  media: Chip | null
  /** `Not checked: …`; empty where everything was. */
  notChecked: string
}

/** What is known of an item beside its verification. */
export type KnownBeside = Partial<Pick<ItemDetail, 'rootHolders' | 'clockOffset'>>

export function describeVerification(
  verification: Verification,
  { rootHolders: holders, clockOffset }: KnownBeside = {},
): VerdictText {
  const intact = intactOf(verification)
  const last = verification.seals.at(-1)
  const weak = verification.seals.some((seal) => weaknessesOf(seal).length > 0)
  const added = isAdded(verification)
  const seal = keptSealChip(keptOf(verification)) ?? sealChip(intact, { weak, added })
  const signer = judgedChip(last ?? { trust: 'not-checked', trustDetail: null }, holders, { intact, weak })
  const seals = sealLines(verification, intact, holders)
  // Both answers are read as one sentence where there is no room to set them apart.
  const [first, second] = seals
  const together = first && second?.axis === 'signer' ? [`${first.text} ${second.text}`] : []
  const media = verification.mediaSigning
  return {
    intact,
    lines: [
      ...seals.map(({ text, axis }) => ({ text, tone: axis && { seal, signer }[axis].tone })),
      ...mediaLines(media, holders).flatMap((line) => cameraLines(line, holders)),
    ],
    sentences: [
      ...together,
      ...seals.slice(together.length * 2).map(({ text }) => text),
      ...mediaSentences(media, holders),
    ],
    seal,
    signer,
    media: mediaChip(worstMedia(verification)),
    notChecked: describeNotChecked(notCheckedOf(verification), clockOffset ?? null),
  }
}

/** What rests on a root that is not held here is not confirmed here: as if it were not known. */
const confirmed = (chip: Chip, rootElsewhere: boolean): Chip =>
  chip.tone === 'good' && rootElsewhere
    ? { ...chip, tone: 'attention', word: t('trust.elsewhere'), why: t('trust.elsewhere.why') }
    : chip

type Judged = Pick<SealReport, 'trust' | 'trustDetail'>

/** Of one seal or of the signatures inside one track, by where the root of its answer stands. */
export function judgedChip(
  { trust, trustDetail }: Judged,
  holders: RootHolders | undefined,
  { intact = 'intact', weak = false }: { intact?: Intact; weak?: boolean } = {},
): Chip {
  const chip = signerChip(intact, trust, { weak, today: trustDetail?.today })
  return confirmed(chip, holderOf(trustDetail?.anchorSha256, holders) === 'elsewhere')
}

function cameraLines({ report, pictures, key }: MediaLine, holders: RootHolders | undefined): VerdictLine[] {
  const said = { text: pictures, tone: mediaTones[report.verdict] }
  return key === '' ? [said] : [said, { text: key, tone: judgedChip(report, holders).tone }]
}

/** The chips of a row in the table of items, from what is kept of its last verification, and of what it is. */
export function itemChips(item: Answers & Kept): { seal: Chip; signer: Chip; media: Chip | null } {
  const { intact, trust, trustToday, weak, media, added, rootElsewhere = false, ...kept } = item
  return {
    seal: keptSealChip(kept) ?? sealChip(intact, { weak, added }),
    signer: confirmed(signerChip(intact, trust, { weak, today: trustToday }), rootElsewhere),
    media: mediaChip(media),
  }
}

/** Whether there is a seal, or a signature inside the video, that could be verified at all. */
export const bearsProof = ({ seals, mediaSigning }: Verification): boolean =>
  seals.length > 0 || mediaSigning.some(({ scheme }) => scheme !== null)

/** Signatures inside the video are among what was not checked only where there may be some that were not. */
export function notCheckedOf({ notChecked, mediaSigning, kind }: Verification): NotChecked[] {
  const open = kind === 'video' || mediaSigning.some(({ verdict }) => verdict === 'not-checkable')
  // A document or a program has no clock of camera or recorder.
  const hasClock = kind !== 'attachment'
  return notChecked.filter((one) => (one !== 'media-signing' || open) && (one !== 'clock' || hasClock))
}

/** The first answer alone: do the bytes match the seals. There is none where bytes are missing, or where no seal can be. */
export function intactOf({ verdict, seals, kind, missing = [] }: Verification): Intact {
  if (missing.length > 0 || kind === 'attachment') return 'not-checked'
  if (verdict === 'broken' || seals.some(({ status }) => status === 'broken')) return 'broken'
  if (seals.some(({ status }) => status === 'unsupported')) return 'unsupported'
  return verdict === 'sealed' ? 'intact' : verdict
}

/** What a verification comes down to in the table of items. */
export type Answers = Pick<
  ItemSummary,
  'intact' | 'trust' | 'trustToday' | 'weak' | 'media' | 'added' | 'rootElsewhere'
>

/** Both answers, and what has to stand beside them; the signer is that of the last seal. */
export function answersOf(verification: Verification): Answers {
  const last = verification.seals.at(-1)
  return {
    intact: intactOf(verification),
    trust: last?.trust ?? 'not-checked',
    trustToday: last?.trustDetail?.today ?? 'not-checked',
    weak: verification.seals.some((seal) => seal.status === 'intact' && weaknessesOf(seal).length > 0),
    media: worstMedia(verification),
  }
}

/**
 * From worst to best: what is contradicted counts more than what could not be looked at, and a track that matches must not
 * stand for one beside it that nobody signed.
 */
const mediaOrder = [
  'not-authentic',
  'authentic-with-missing',
  'not-checkable',
  'not-signed',
  'authentic',
] as const satisfies readonly MediaSigningVerdict[]

const worstMedia = ({ mediaSigning }: Verification): MediaSigningVerdict | null =>
  mediaOrder.find((verdict) => mediaSigning.some((report) => report.verdict === verdict)) ?? null

/**
 * Whether the file is broken only by what stands beside its seals: each of them matches what it covers. It is no more to be
 * relied on for that, but it is another thing than bytes that do not match.
 */
export const isAdded = (
  verification: Pick<Verification, 'verdict'> & Parameters<typeof addedContent>[0],
): boolean => verification.verdict === 'broken' && addedContent(verification) !== null

/** `weak`: one of the seals is too weak to rely on; `added`: see `isAdded`. */
export function sealChip(
  intact: Intact,
  { weak = false, added = false }: { weak?: boolean; added?: boolean | undefined } = {},
): Chip {
  const shown = weak && intact === 'intact' ? 'weak' : added && intact === 'broken' ? 'added' : intact
  return {
    tone: sealTones[shown],
    label: t('chip.seal'),
    word: t(`intact.${shown}`),
    why: t(`intact.${shown}.why`),
  }
}

const sealTones = {
  intact: 'good',
  weak: 'attention',
  broken: 'bad',
  added: 'bad',
  unsealed: 'unknown',
  unsupported: 'unknown',
  unreadable: 'attention',
  'not-checked': 'unknown',
} as const satisfies Record<Intact | 'weak' | 'added', Tone>

/**
 * The second answer. Anyone can put anyone's certificate into a file: where the signature does not match the
 * file as it is, the certificate proves nothing, however trusted. Where the seal is `weak`, anyone may have made it;
 * where the answer for `today` is another one, that for the time that the file states is not all there is to say.
 */
export function signerChip(
  intact: Intact,
  trust: Trust,
  { weak = false, today }: { weak?: boolean; today?: Trust | undefined } = {},
): Chip {
  const chip = (tone: Tone, key: Trust | 'none' | 'unproved' | 'weak' | 'then'): Chip => ({
    tone,
    label: t('chip.signer'),
    word: t(`trust.${key}`),
    why: t(`trust.${key}.why`),
  })
  if (intact === 'unsealed') return chip('unknown', 'none')
  if (intact === 'not-checked') return chip('unknown', 'not-checked')
  if (intact !== 'intact') return chip('unknown', 'unproved')
  if (weak && trustTones[trust] !== 'bad') {
    return chip('attention', trust === 'trusted' || trust === 'not-checked' ? 'weak' : trust)
  }
  if (trust === 'trusted' && !holdsToday(today)) return chip('attention', 'then')
  return chip(trustTones[trust], trust)
}

const trustTones = {
  trusted: 'good',
  untrusted: 'attention',
  expired: 'attention',
  'not-yet-valid': 'attention',
  revoked: 'bad',
  'not-checked': 'unknown',
} as const satisfies Record<Trust, Tone>

/** Signatures inside the video, worst track first; null where there is no video. Says nothing of whose they are. */
export function mediaChip(media: MediaSigningVerdict | null): Chip | null {
  if (media === null) return null
  return {
    tone: mediaTones[media],
    label: t('chip.media'),
    word: t(`mediaChip.${media}`),
    why: t(`mediaChip.${media}.why`),
  }
}

export const mediaTones = {
  authentic: 'good',
  'authentic-with-missing': 'attention',
  'not-authentic': 'bad',
  'not-checkable': 'unknown',
  'not-signed': 'unknown',
} as const satisfies Record<MediaSigningVerdict, Tone>

export function custodyChip(state: CustodyState): Chip {
  const tone = { complete: 'good', mismatch: 'bad', 'not-checked': 'unknown' } as const
  return {
    tone: tone[state],
    label: t('chip.custody'),
    word: t(`custody.${state}`),
    why: t(`custody.${state}.why`),
  }
}

/**
 * What has to be known before anything that is said of the bytes: that the vault does not hold what was taken in. Null where
 * that was not found.
 */
export function vaultLine({
  summary,
  verification,
}: Pick<ItemDetail, 'summary' | 'verification'>): VerdictLine | null {
  if (summary.custody !== 'mismatch') return null
  const time = formatUtcLong(summary.ingestedAt)
  // What cannot be read has no answer of its own: of which file the last one is cannot be told for certain then.
  const isOther = verification.sha256 !== null && verification.sha256 !== summary.sha256
  return { text: t(isOther ? 'vault.otherFile' : 'vault.lost', { time }), tone: 'bad' }
}

/** `clockOffset`: what an examiner found of the recorder's clock: then another question stays open than before. */
export function describeNotChecked(
  list: readonly NotChecked[],
  clockOffset: ClockOffset | null = null,
): string {
  if (list.length === 0) return ''
  const parts = [...new Set(list)].map((one) => describeOpen(one, clockOffset))
  return t('notChecked.sentence', { list: parts.join('; ') })
}

/** One question that stays open, without its stop. */
export const describeOpen = (one: NotChecked, clockOffset: ClockOffset | null): string =>
  t(`notChecked.${one === 'clock' && clockOffset ? 'clockCompared' : one}`)
