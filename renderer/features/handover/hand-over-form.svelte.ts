// What the dialog for handing over asks for, checked.
import type { HandoverRequest } from '#contract/handover.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'
import { SvelteSet } from 'svelte/reactivity'
import { call } from '../../client/client.ts'
import type { HandOverIntent } from '../../state/hand-over.svelte.ts'

type Field = 'items' | 'packagePath' | 'name' | 'reason' | 'destination'

export class HandOverForm {
  kind = $state<'originals' | 'package'>('originals')
  /** Those that were chosen by hand. */
  readonly itemIds = new SvelteSet<ItemId>()
  /** What the package holds by its list; null where the ledger does not know that list, or nobody looked yet. */
  held = $state.raw<ItemId[] | null>(null)
  /** The folder that `held` speaks of. */
  heldIn = $state('')
  heldFault = $state.raw<unknown>(null)
  packagePath = $state('')
  name = $state('')
  organisation = $state('')
  identification = $state('')
  reason = $state('')
  receipt = $state<'case' | 'folder'>('case')
  destination = $state('')
  /** Faults are only shown after the first attempt. */
  tried = $state(false)

  constructor({ itemIds, packagePath }: HandOverIntent) {
    for (const id of itemIds) this.itemIds.add(id)
    if (packagePath === null) return
    this.kind = 'package'
    this.packagePath = packagePath
  }

  /** What is handed over: what a package holds is read from it, and not chosen. */
  readonly chosen: readonly ItemId[] = $derived(
    this.kind === 'package' && this.isHeldKnown ? (this.held ?? []) : [...this.itemIds],
  )

  get isHeldKnown(): boolean {
    return this.held !== null && this.heldIn === this.packagePath.trim()
  }

  /** Looks into the package; an answer about a folder that is not asked for any more is dropped. */
  async lookInto(path: string): Promise<void> {
    if (path === '') return
    const [held, fault] = await call('handover.package', { path }).then(
      ({ itemIds }) => [itemIds, null] as const,
      (error: unknown) => [null, error] as const,
    )
    if (path !== this.packagePath.trim()) return
    this.held = held
    this.heldFault = fault
    this.heldIn = path
  }

  readonly faults = $derived.by(() => {
    const faults: Partial<Record<Field, string>> = {}
    const needed = (field: Field, value: string): void => {
      if (value.trim() === '') faults[field] = t('form.missing')
    }
    if (this.chosen.length === 0) faults.items = t('handOverDialog.itemsMissing')
    if (this.kind === 'package') needed('packagePath', this.packagePath)
    needed('name', this.name)
    needed('reason', this.reason)
    if (this.receipt === 'folder') needed('destination', this.destination)
    return faults
  })

  fault(field: Field): string | undefined {
    return this.tried ? this.faults[field] : undefined
  }

  toggle(id: ItemId, chosen: boolean): void {
    if (chosen) this.itemIds.add(id)
    else this.itemIds.delete(id)
  }

  /** The request, or null where something is amiss; the faults then say what. */
  request(): HandoverRequest | null {
    this.tried = true
    if (Object.keys(this.faults).length > 0) return null
    return {
      itemIds: [...this.chosen],
      packagePath: this.kind === 'package' ? this.packagePath.trim() : null,
      recipient: {
        name: this.name.trim(),
        organisation: this.organisation.trim(),
        identification: this.identification.trim(),
      },
      reason: this.reason.trim(),
      destination: this.receipt === 'folder' ? this.destination.trim() : null,
    }
  }
}
