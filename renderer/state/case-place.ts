// Where somebody was in a case, as it is kept by the workstation under the case's number: never in the case, which may be
// open only for reading. What is not well-formed any more counts as not there.
import { isAsStored, ViewSettings } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'
import type { z } from 'zod'
import { noCameras, readCameras, StoredPlace, type CamerasPlace } from './cameras-place.ts'
import { KeptZoom } from './kept-zoom.ts'
import {
  isCaseTab,
  readPanels,
  readSidePanel,
  type CaseTab,
  type Panels,
  type SidePanel,
} from './view-parts.ts'

/** The picture that was shown last of an item. */
const PicturePlace = StoredPlace.extend({ zoom: KeptZoom })
export type PicturePlace = z.infer<typeof PicturePlace>

export type CasePlace = {
  panels: Panels | null
  sidePanel: SidePanel | null
  tab: CaseTab
  /** How the table of items is sorted; null as it begins. */
  sort: { key: string; descending: boolean } | null
  /** Which items it shows. */
  group: string | null
  itemId: ItemId | null
  /** The items looked at last, the newest at the end. */
  pictures: ReadonlyMap<ItemId, PicturePlace>
  /** How items are looked at of which something is changed for the eye, the one changed last at the end. */
  views: ReadonlyMap<ItemId, ViewSettings>
  /** What was watched together. */
  cameras: CamerasPlace
}

export const startPlace = (): CasePlace => ({
  panels: null,
  sidePanel: null,
  tab: 'items',
  sort: null,
  group: null,
  itemId: null,
  pictures: new Map(),
  views: new Map(),
  cameras: noCameras,
})

const prefix = 'exhibit.case.'
/** Of no more items something is kept; the oldest go first. */
const mostItems = 200
const mostCases = 50

export function loadPlace(storage: Storage | undefined, caseId: string): CasePlace {
  return readPlace(storage?.getItem(prefix + caseId) ?? null)
}

/** A store that is full or broken is no reason to fail. */
export function savePlace(storage: Storage | undefined, caseId: string, place: CasePlace): void {
  if (!storage) return
  const pictures = [...place.pictures].slice(-mostItems)
  const views = [...place.views].slice(-mostItems)
  try {
    storage.setItem(prefix + caseId, JSON.stringify({ ...place, pictures, views, at: Date.now() }))
    forgetOldest(storage)
  } catch (error) {
    console.warn('the place in the case is not remembered', error)
  }
}

function forgetOldest(storage: Storage): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  const ours = keys.filter((key) => key.startsWith(prefix))
  if (ours.length <= mostCases) return
  const timed = ours.map((key) => ({ key, at: Number(partsOf(storage.getItem(key))['at']) || 0 }))
  timed.sort((a, b) => a.at - b.at)
  for (const { key } of timed.slice(0, ours.length - mostCases)) storage.removeItem(key)
}

function readPlace(text: string | null): CasePlace {
  const { panels, sidePanel, tab, sort, group, itemId, pictures, views, cameras } = partsOf(text)
  return {
    panels: panels ? readPanels(panels) : null,
    sidePanel: readSidePanel(sidePanel),
    tab: isCaseTab(tab) ? tab : 'items',
    sort: readSort(sort),
    group: typeof group === 'string' ? group : null,
    itemId: typeof itemId === 'string' ? (itemId as ItemId) : null,
    pictures: readItems(pictures, readPicture),
    views: readItems(views, readView),
    cameras: readCameras(cameras),
  }
}

function partsOf(text: string | null): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}')
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function readSort(sort: unknown): CasePlace['sort'] {
  if (typeof sort !== 'object' || sort === null || !('key' in sort) || !('descending' in sort)) return null
  const { key, descending } = sort
  return typeof key === 'string' && typeof descending === 'boolean' ? { key, descending } : null
}

/** What is kept of items, each only where it is well-formed. */
function readItems<T>(kept: unknown, read: (value: unknown) => T | null): Map<ItemId, T> {
  const items = new Map<ItemId, T>()
  for (const entry of Array.isArray(kept) ? kept.slice(-mostItems) : []) {
    const [id, value] = Array.isArray(entry) ? (entry as unknown[]) : []
    const found = read(value)
    if (typeof id === 'string' && found !== null) items.set(id as ItemId, found)
  }
  return items
}

function readPicture(kept: unknown): PicturePlace | null {
  return PicturePlace.safeParse(kept).data ?? null
}

function readView(settings: unknown): ViewSettings | null {
  const { data } = ViewSettings.safeParse(settings)
  return data && !isAsStored(data) ? data : null
}
