// tt:ObjectTree of a frame (metadatastream.xsd ObjectTree; ONVIF Analytics 5.2, “Object Tree”): which numbers stand for nothing
// any more. Where merged and split objects came from is left alone.
import { parseText } from './numbers.ts'
import { longestId } from './object.ts'
import { childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

const mostEnded = 1_000

/**
 * ObjectIds that were deleted, renamed, merged into another or split into others, each once; at most a thousand. The schema
 * writes `from` and `to`, the examples of the prose `From` and `To`.
 */
export function readEnded(tree: XmlElement | undefined): string[] {
  const ended = new Set<string>(idsOf(childrenOf(tree, 'Delete')))
  for (const name of ['Rename', 'Merge', 'Split']) {
    for (const change of childrenOf(tree, name)) {
      const to = new Set(idsOf([...childrenOf(change, 'to'), ...childrenOf(change, 'To')]))
      for (const id of idsOf([...childrenOf(change, 'from'), ...childrenOf(change, 'From')]))
        if (!to.has(id)) ended.add(id)
    }
  }
  return [...ended].slice(0, mostEnded)
}

const idsOf = (elements: readonly XmlElement[]): string[] =>
  elements.flatMap((element) => parseText(element.attributes['ObjectId'], longestId) ?? [])
