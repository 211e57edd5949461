// What is on the screen, and what this window remembers between sessions: theme, language, panels, second time zone; and of
// each case, where somebody was in it.
import { languages, type Language } from '#contract/messages/language.ts'
import type { ItemId } from '#contract/units.ts'
import { untrack } from 'svelte'
import { loadPlace, savePlace, startPlace, type CasePlace, type PicturePlace } from './case-place.ts'
import type { KeptZoom } from './kept-zoom.ts'
import {
  panelLimits,
  readPanels,
  readSidePanel,
  startPanels,
  type CaseTab,
  type PanelName,
  type Panels,
  type SidePanel,
} from './view-parts.ts'

export { panelLimits, sidePanels } from './view-parts.ts'
export type { CaseTab, PanelName, PanelSize, SidePanel } from './view-parts.ts'

export type Route =
  | { screen: 'cases' }
  | { screen: 'settings' }
  | { screen: 'case'; tab: CaseTab }
  | { screen: 'review'; itemId: ItemId }
  /** Several recordings on one clock; which ones, `camera-set.svelte.ts` says. */
  | { screen: 'cameras' }

export type Theme = 'dark' | 'light' | 'system'
export type LanguageChoice = Language | 'system'
export const languageChoices: readonly LanguageChoice[] = [...languages, 'system']

type Remembered = {
  theme: Theme
  language: LanguageChoice
  panels: Panels
  sidePanel: SidePanel
  /** IANA name of the zone shown second to UTC. */
  zone: string
}

const storageKey = 'exhibit.view'

/** So long after the last change the place in a case is written down. */
const restMs = 300

function startValues(): Remembered {
  return {
    theme: 'dark',
    language: 'en',
    panels: startPanels(),
    sidePanel: 'integrity',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

class View {
  route = $state.raw<Route>({ screen: 'cases' })
  theme = $state<Theme>('dark')
  language = $state<LanguageChoice>('en')
  panels = $state<Remembered['panels']>(startValues().panels)
  sidePanel = $state<SidePanel>('integrity')
  zone = $state('UTC')
  /** Where somebody was in the open case; the beginning where none is open. */
  place = $state.raw<CasePlace>(startPlace())
  #caseId: string | null = null
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor() {
    Object.assign(this, load())
    pageEvents()?.addEventListener('pagehide', () => this.#writePlace())
  }

  go(route: Route): void {
    this.route = route
    if (route.screen === 'case') this.keep({ tab: route.tab })
  }

  /** Another case is shown, or none: goes on where somebody was in it. */
  enter(caseId: string | null): void {
    this.#writePlace()
    this.#caseId = caseId
    this.place = caseId === null ? startPlace() : loadPlace(storage(), caseId)
    const { panels, sidePanel } = this.place
    if (panels) this.panels = panels
    if (sidePanel) this.sidePanel = sidePanel
  }

  /** Goes into what is remembered of the open case. */
  keep(part: Partial<Omit<CasePlace, 'pictures'>>): void {
    this.#change((place) => ({ ...place, ...part }))
  }

  keepPicture(itemId: ItemId, { trackId, sample }: Omit<PicturePlace, 'zoom'>): void {
    this.#change((place) => {
      const pictures = new Map(place.pictures)
      const zoom = pictures.get(itemId)?.zoom ?? null
      pictures.delete(itemId)
      return { ...place, pictures: pictures.set(itemId, { trackId, sample, zoom }) }
    })
  }

  /** Of an item of which the picture is kept too. */
  keepZoom(itemId: ItemId, zoom: KeptZoom): void {
    const picture = untrack(() => this.place.pictures.get(itemId))
    if (!picture) return
    this.#change((place) => ({
      ...place,
      pictures: new Map(place.pictures).set(itemId, { ...picture, zoom }),
    }))
  }

  #change(by: (place: CasePlace) => CasePlace): void {
    if (this.#caseId === null) return
    this.place = by(untrack(() => this.place))
    this.#timer ??= setTimeout(() => this.#writePlace(), restMs)
  }

  #writePlace(): void {
    if (this.#timer === null || this.#caseId === null) return
    clearTimeout(this.#timer)
    this.#timer = null
    savePlace(storage(), this.#caseId, this.place)
  }

  resize(name: PanelName, size: number): void {
    const { min, max } = panelLimits[name]
    this.panels[name].size = Math.round(Math.min(max, Math.max(min, size)))
    this.save()
  }

  toggle(name: PanelName): void {
    this.panels[name].open = !this.panels[name].open
    this.save()
  }

  /** Shows a panel at the side, whatever was shown there. */
  showSide(panel: SidePanel): void {
    this.sidePanel = panel
    this.panels.side.open = true
    this.save()
  }

  save(): void {
    const { theme, language, panels, sidePanel, zone } = this
    const remembered: Remembered = { theme, language, panels, sidePanel, zone }
    storage()?.setItem(storageKey, JSON.stringify(remembered))
    this.keep({ panels: $state.snapshot(panels), sidePanel })
  }
}

/** What was remembered, each part only where it is still well-formed. */
function load(): Remembered {
  const values = startValues()
  let saved: Partial<Remembered>
  try {
    saved = (JSON.parse(storage()?.getItem(storageKey) ?? '{}') ?? {}) as Partial<Remembered>
  } catch {
    return values
  }
  if (saved.theme && ['dark', 'light', 'system'].includes(saved.theme)) values.theme = saved.theme
  if (saved.language && languageChoices.includes(saved.language)) values.language = saved.language
  values.sidePanel = readSidePanel(saved.sidePanel) ?? values.sidePanel
  if (saved.zone && isZone(saved.zone)) values.zone = saved.zone
  values.panels = readPanels(saved.panels)
  return values
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** Where this workstation remembers; absent in tests. */
export function storage(): Storage | undefined {
  return (globalThis as { localStorage?: Storage }).localStorage
}

/** There is none where state is tried without a page. */
function pageEvents(): EventTarget | undefined {
  return (globalThis as { window?: EventTarget }).window
}

export const view = new View()
