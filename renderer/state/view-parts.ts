// The parts of the screen that can be chosen, folded and resized; read back from a store, each only where it is well-formed.

const caseTabs = ['items', 'map', 'search', 'custody', 'settings'] as const
export type CaseTab = (typeof caseTabs)[number]
export const sidePanels = ['integrity', 'marks', 'metadata', 'map', 'custody', 'frames', 'structure'] as const
export type SidePanel = (typeof sidePanels)[number]
/** Panels that can be resized and folded; sizes in CSS pixels. */
export type PanelName = 'events' | 'side' | 'timeline' | 'drawer' | 'lanes'
export type PanelSize = { size: number; open: boolean }
export type Panels = Record<PanelName, PanelSize>

/** Widest and narrowest of each panel, and what it starts with (look.md: 280 and 360 px). */
export const panelLimits: Record<PanelName, { min: number; max: number; start: number }> = {
  events: { min: 200, max: 480, start: 280 },
  side: { min: 300, max: 640, start: 360 },
  timeline: { min: 96, max: 480, start: 160 },
  drawer: { min: 320, max: 640, start: 400 },
  lanes: { min: 96, max: 640, start: 200 },
}

export function startPanels(): Panels {
  const panel = (name: PanelName): PanelSize => ({ size: panelLimits[name].start, open: true })
  return {
    events: panel('events'),
    side: panel('side'),
    timeline: panel('timeline'),
    drawer: panel('drawer'),
    lanes: panel('lanes'),
  }
}

export function readPanels(saved: unknown): Panels {
  const panels = startPanels()
  const given = (saved ?? {}) as Partial<Record<PanelName, Partial<PanelSize> | null>>
  for (const name of Object.keys(panelLimits) as PanelName[]) {
    const { min, max } = panelLimits[name]
    const { size, open } = given[name] ?? {}
    if (typeof size === 'number' && size >= min && size <= max) panels[name].size = size
    if (typeof open === 'boolean') panels[name].open = open
  }
  return panels
}

export const isCaseTab = (tab: unknown): tab is CaseTab => caseTabs.includes(tab as CaseTab)

export const readSidePanel = (panel: unknown): SidePanel | null =>
  sidePanels.includes(panel as SidePanel) ? (panel as SidePanel) : null
