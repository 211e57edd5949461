// Colours of classes of objects, over the picture and on the timeline.
/** Hues that stand out on most pictures and from each other; never the only sign of what an object is. */
const strokes = ['#ffd24a', '#4cc9f0', '#b8f44a', '#ff8fab', '#c79bff', '#ffa552', '#5ef0c0', '#ff7d6b']
const known: Record<string, number> = {
  Human: 0,
  Vehicle: 1,
  LicensePlate: 2,
  HumanFace: 3,
  Animal: 4,
  Bicycle: 5,
  Bike: 5,
}

/** The colour of a class: the same in every picture and session. */
export function strokeOf(name: string | null): string {
  if (name === null || name === '') return '#e6e6e6'
  let index = known[name]
  if (index === undefined) {
    index = 6
    for (const character of name) index = (index * 31 + (character.codePointAt(0) ?? 0)) % 8_191
  }
  return strokes[index % strokes.length] ?? '#e6e6e6'
}
