// What the dialog for handing over asks for, checked.
import type { HandoverRequest } from '#contract/handover.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'
import { SvelteSet } from 'svelte/reactivity'
import type { HandOverIntent } from '../../state/hand-over.svelte.ts'

type Field = 'items' | 'packagePath' | 'name' | 'reason' | 'destination'

export class HandOverForm {
  kind = $state<'originals' | 'package'>('originals')
  readonly itemIds = new SvelteSet<ItemId>()
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

  readonly faults = $derived.by(() => {
    const faults: Partial<Record<Field, string>> = {}
    const needed = (field: Field, value: string): void => {
      if (value.trim() === '') faults[field] = t('form.missing')
    }
    if (this.itemIds.size === 0) faults.items = t('handOverDialog.itemsMissing')
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
      itemIds: [...this.itemIds],
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
