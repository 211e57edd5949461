// Classes of an object, merged from the present form and the two deprecated ones (ONVIF Analytics 5.4.6;
// metadatastream.xsd ClassDescriptor: Type@Likelihood; ClassCandidate; Extension/OtherTypes).
import type { ClassLabel } from '#contract/metadata.ts'
import { numberAttribute, parseNumber, parseText } from './numbers.ts'
import { child, childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

const mostClasses = 64
const longestClass = 256

/** The deprecated names; “Vehical” is spelled so in the schema. */
const presentNames: ReadonlyMap<string, string> = new Map([
  ['Vehical', 'Vehicle'],
  ['Face', 'HumanFace'],
])

/** Best first: by likelihood, unknown likelihood last; among equals anything before “Other”, then as sent. */
export function readClasses(descriptor: XmlElement | undefined): ClassLabel[] {
  const labels: ClassLabel[] = []
  if (!descriptor) return labels
  for (const type of childrenOf(descriptor, 'Type')) {
    merge(labels, type.text, numberAttribute(type, 'Likelihood'))
  }
  for (const deprecated of [
    childrenOf(descriptor, 'ClassCandidate'),
    childrenOf(child(descriptor, 'Extension'), 'OtherTypes'),
    childrenOf(descriptor, 'OtherTypes'),
  ]) {
    for (const candidate of deprecated)
      merge(labels, child(candidate, 'Type')?.text, parseNumber(child(candidate, 'Likelihood')?.text))
  }
  return labels.length < 2 ? labels : labels.sort(compare)
}

function merge(labels: ClassLabel[], text: string | undefined, likelihood: number | null): void {
  const name = parseText(text, longestClass)
  if (name === null) return
  const type = presentNames.get(name) ?? name
  const before = labels.find((label) => label.type === type)
  if (!before && labels.length < mostClasses) labels.push({ type, likelihood })
  if (before && rank(before.likelihood) <= rank(likelihood)) before.likelihood = likelihood
}

const rank = (likelihood: number | null): number => likelihood ?? Number.NEGATIVE_INFINITY

/** Array.prototype.sort is stable: 0 keeps the order as sent. */
function compare(one: ClassLabel, other: ClassLabel): number {
  if (rank(one.likelihood) !== rank(other.likelihood))
    return rank(one.likelihood) > rank(other.likelihood) ? -1 : 1
  return Number(one.type === 'Other') - Number(other.type === 'Other')
}
