// Markers and labels of the maps. Names come from evidence: they are set as text, never as HTML.
import { safeText } from '#contract/messages/format.ts'
import { formatNumber } from '#contract/messages/quantities.ts'
import L from 'leaflet'

export type MarkerShape = 'place' | 'camera'

// Paths of lucide's `map-pin` and `cctv`, in a 24 × 24 box.
const paths: Record<MarkerShape, string[]> = {
  place: [
    'M20 10c0 4.993-5.539 10.193-7.399 11.799a1 1 0 0 1-1.202 0C9.539 20.193 4 14.993 4 10a8 8 0 0 1 16 0',
    'M12 7a3 3 0 1 0 0 6a3 3 0 1 0 0-6',
  ],
  camera: [
    'M16.75 12h3.632a1 1 0 0 1 .894 1.447l-2.034 4.069a1 1 0 0 1-1.708.134l-2.124-2.97',
    'M17.106 9.053a1 1 0 0 1 .447 1.341l-3.106 6.211a1 1 0 0 1-1.342.447L3.61 12.3a2.92 2.92 0 0 1-1.3-3.91L3.69 5.6a2.92 2.92 0 0 1 3.92-1.3z',
    'M2 19h3.76a2 2 0 0 0 1.8-1.1L9 15M2 21v-4M7 9h.01',
  ],
}

/** A marker that can be reached by keyboard and is named for screen readers. `count`: how many stand there, drawn from two on. */
export function createMarker(
  at: L.LatLngTuple,
  shape: MarkerShape,
  name: string,
  testId: string,
  count = 1,
): L.Marker {
  const pin = shape === 'place'
  const icon = L.divIcon({
    className: `map-marker ${shape}`,
    html: drawIcon(shape, count),
    iconSize: [28, 28],
    iconAnchor: pin ? [14, 26] : [14, 14],
    tooltipAnchor: pin ? [0, -24] : [0, -12],
    popupAnchor: pin ? [0, -24] : [0, -12],
  })
  const marker = L.marker(at, { icon, keyboard: true, riseOnHover: true })
  marker.on('add', () => {
    const element = marker.getElement()
    element?.setAttribute('aria-label', name)
    element?.setAttribute('data-testid', testId)
  })
  return marker
}

/** Lines of a label: the first strong, those marked `mono` for coordinates. */
export type LabelLine = { text: string; mono?: boolean; strong?: boolean }

export function createLabel(lines: readonly LabelLine[]): HTMLElement {
  const label = document.createElement('div')
  label.className = 'map-label'
  for (const { text, mono = false, strong = false } of lines) {
    const line = document.createElement('p')
    line.textContent = safeText(text, 120)
    line.classList.toggle('mono', mono)
    line.classList.toggle('strong', strong)
    label.append(line)
  }
  return label
}

function drawIcon(shape: MarkerShape, count: number): HTMLElement {
  const box = document.createElement('span')
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  for (const d of paths[shape]) {
    const path = document.createElementNS(space, 'path')
    path.setAttribute('d', d)
    svg.append(path)
  }
  box.append(svg)
  if (count > 1) {
    const badge = document.createElement('span')
    badge.className = 'map-count'
    badge.setAttribute('aria-hidden', 'true')
    badge.textContent = formatNumber(count)
    box.append(badge)
  }
  return box
}
