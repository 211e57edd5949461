// What is on the screen, and what this window remembers between sessions: theme, language, panels, second
// time zone.
import { languages, type Language } from '#contract/messages/language.ts'
import type { ItemId } from '#contract/units.ts'

export type CaseTab = 'items' | 'map' | 'search' | 'custody' | 'settings'
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
export const sidePanels = ['integrity', 'marks', 'metadata', 'map', 'custody', 'frames', 'structure'] as const
export type SidePanel = (typeof sidePanels)[number]
/** Panels that can be resized and folded; sizes in CSS pixels. */
export type PanelName = 'events' | 'side' | 'timeline' | 'drawer' | 'lanes'
export type PanelSize = { size: number; open: boolean }

/** Widest and narrowest of each panel, and what it starts with (look.md: 280 and 360 px). */
export const panelLimits: Record<PanelName, { min: number; max: number; start: number }> = {
  events: { min: 200, max: 480, start: 280 },
  side: { min: 300, max: 640, start: 360 },
  timeline: { min: 96, max: 480, start: 160 },
  drawer: { min: 320, max: 640, start: 400 },
  lanes: { min: 96, max: 640, start: 200 },
}

type Remembered = {
  theme: Theme
  language: LanguageChoice
  panels: Record<PanelName, PanelSize>
  sidePanel: SidePanel
  /** IANA name of the zone shown second to UTC. */
  zone: string
}

const storageKey = 'exhibit.view'

export function startValues(): Remembered {
  const panel = (name: PanelName): PanelSize => ({ size: panelLimits[name].start, open: true })
  return {
    theme: 'dark',
    language: 'en',
    panels: {
      events: panel('events'),
      side: panel('side'),
      timeline: panel('timeline'),
      drawer: panel('drawer'),
      lanes: panel('lanes'),
    },
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

  constructor() {
    Object.assign(this, load())
  }

  go(route: Route): void {
    this.route = route
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

  save(): void {
    const { theme, language, panels, sidePanel, zone } = this
    const remembered: Remembered = { theme, language, panels, sidePanel, zone }
    storage()?.setItem(storageKey, JSON.stringify(remembered))
  }
}

/** What was remembered, each part only where it is still well-formed. */
function load(): Remembered {
  const values = startValues()
  let saved: Partial<Remembered>
  try {
    saved = JSON.parse(storage()?.getItem(storageKey) ?? '{}') as Partial<Remembered>
  } catch {
    return values
  }
  if (saved.theme && ['dark', 'light', 'system'].includes(saved.theme)) values.theme = saved.theme
  if (saved.language && languageChoices.includes(saved.language)) values.language = saved.language
  if (saved.sidePanel && sidePanels.includes(saved.sidePanel)) values.sidePanel = saved.sidePanel
  if (saved.zone && isZone(saved.zone)) values.zone = saved.zone
  for (const name of Object.keys(panelLimits) as PanelName[]) {
    const { min, max } = panelLimits[name]
    const { size, open } = saved.panels?.[name] ?? {}
    if (typeof size === 'number' && size >= min && size <= max) values.panels[name].size = size
    if (typeof open === 'boolean') values.panels[name].open = open
  }
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

export const view = new View()
