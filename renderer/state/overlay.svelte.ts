// What is drawn over the picture: kinds, classes, and whether frames of other times may be carried over.

export const overlayKinds = [
  'boxes',
  'polygons',
  'centres',
  'labels',
  'colours',
  'carried',
  'idle',
  'removed',
] as const
export type OverlayKind = (typeof overlayKinds)[number]

class Overlay {
  /** All overlays at once. */
  on = $state(true)
  kinds = $state<Record<OverlayKind, boolean>>({
    boxes: true,
    polygons: true,
    centres: false,
    labels: true,
    colours: true,
    carried: true,
    idle: true,
    removed: true,
  })
  /** Classes that are not drawn; the empty name stands for objects without a class. */
  hidden = $state.raw<ReadonlySet<string>>(new Set())

  /** Number of the object that somebody looks for: its lines are thicker. */
  chosen = $state<string | null>(null)

  /** Shows an object among the others. */
  choose(object: string | null): void {
    this.chosen = object
    if (object !== null) this.on = true
  }

  toggle(): void {
    this.on = !this.on
  }

  toggleKind(kind: OverlayKind): void {
    this.kinds[kind] = !this.kinds[kind]
  }

  toggleClass(name: string): void {
    const hidden = new Set(this.hidden)
    if (!hidden.delete(name)) hidden.add(name)
    this.hidden = hidden
  }
}

export const overlay = new Overlay()
