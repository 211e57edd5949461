// What the export dialog asks for, checked, and what a cut would really hold.
import type { CutPreview, ExportRequest, SealingKey } from '#contract/export.ts'
import type { ItemSummary } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import type { UtcTime } from '#contract/units.ts'
import { call } from '../../client/client.ts'
import { parseTypedUtc, typedUtc } from '../../state/typed-utc.ts'
import { CutPictures } from './cut-pictures.svelte.ts'

export class ExportForm {
  readonly item: ItemSummary
  mode = $state<'whole' | 'cut'>('whole')
  from = $state('')
  to = $state('')
  destination = $state('')
  keyKind = $state<SealingKey['kind']>('workstation')
  keyPath = $state('')
  certPath = $state('')
  password = $state('')
  operator = $state('')
  comment = $state('')
  /** Faults are only shown after the first attempt: nobody is told off for what is not filled in yet. */
  tried = $state(false)

  preview = $state.raw<CutPreview | null>(null)
  previewError = $state.raw<unknown>(null)
  previewing = $state(false)
  readonly pictures: CutPictures
  #turn = 0

  constructor(item: ItemSummary, marked: { from: UtcTime; to: UtcTime } | null, operator: string) {
    this.item = item
    this.pictures = new CutPictures(item)
    this.operator = operator
    const span = marked ?? (item.start && item.end ? { from: item.start, to: item.end } : null)
    if (span) {
      this.from = typedUtc(span.from)
      this.to = typedUtc(span.to)
    }
    if (marked && this.canCut) this.mode = 'cut'
  }

  /** Without a start time there is nothing to cut by; what is no export file is handed on as it came. */
  readonly canCut = $derived.by(() => this.item.start !== null && this.item.kind === 'export')
  readonly fromUtc = $derived(parseTypedUtc(this.from))
  readonly toUtc = $derived(parseTypedUtc(this.to))

  readonly faults = $derived.by(() => {
    const faults: Partial<Record<'from' | 'to' | 'destination' | 'keyPath' | 'operator', string>> = {}
    if (this.mode === 'cut') {
      if (!this.fromUtc) faults.from = t('form.notATime')
      if (!this.toUtc) faults.to = t('form.notATime')
      else if (this.fromUtc && this.toUtc <= this.fromUtc) faults.to = t('form.endsBeforeStart')
    }
    if (this.destination.trim() === '') faults.destination = t('form.missing')
    if (this.keyKind === 'file' && this.keyPath.trim() === '') faults.keyPath = t('form.missing')
    if (this.operator.trim() === '') faults.operator = t('form.missing')
    return faults
  })

  fault(name: keyof ExportForm['faults']): string | undefined {
    return this.tried || ((name === 'from' || name === 'to') && this.from && this.to)
      ? this.faults[name]
      : undefined
  }

  /** Asks what the cut would hold; only the answer to the last question counts. */
  async loadPreview(from: UtcTime, to: UtcTime): Promise<void> {
    const turn = ++this.#turn
    this.previewing = true
    try {
      const preview = await call('export.preview', { itemId: this.item.id, from, to })
      if (turn !== this.#turn) return
      this.preview = preview
      this.previewError = null
      void this.pictures.show(preview.pictures)
    } catch (error) {
      if (turn !== this.#turn) return
      this.preview = null
      this.previewError = error
      void this.pictures.show(null)
    } finally {
      if (turn === this.#turn) this.previewing = false
    }
  }

  /** The request, or null where something is amiss; the faults then say what. */
  request(): ExportRequest | null {
    this.tried = true
    if (Object.keys(this.faults).length > 0) return null
    const cut = this.mode === 'cut'
    return {
      itemIds: [this.item.id],
      destination: this.destination.trim(),
      from: cut ? this.fromUtc : null,
      to: cut ? this.toUtc : null,
      key: this.#key(),
      operator: this.operator.trim(),
      comment: this.comment.trim(),
    }
  }

  #key(): SealingKey {
    if (this.keyKind === 'workstation') return { kind: 'workstation' }
    return {
      kind: 'file',
      keyPath: this.keyPath.trim(),
      certPath: this.certPath.trim() || null,
      password: this.password || null,
    }
  }
}
