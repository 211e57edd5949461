// What the tests of this folder share.
import { decodeExi } from '#engine/metadata/exi/decode-exi.ts'
import { maxSampleBytes } from '#engine/metadata/sample-payload.ts'
import { parseExiDocument } from '#test/support/exi-document.ts'
import type { ExiElement, ExiNode } from '#test/support/exi-document.ts'

export const decode = (bytes: Uint8Array): ReturnType<typeof decodeExi> => decodeExi(bytes, maxSampleBytes)

/** The text of a stream that reads without any complaint. */
export function whole(bytes: Uint8Array): string {
  const decoded = decode(bytes)
  if (!('xml' in decoded) || decoded.damage !== null) throw new Error(JSON.stringify(decoded))
  return decoded.xml
}

/** What the XML says, whatever the prefixes and the order of attributes: names by namespace, text joined. */
export function meaning(xml: string): unknown {
  return parseExiDocument(xml)
    .filter((node) => !('text' in node))
    .map(meaningOf)
}

function meaningOf(node: ExiNode): unknown {
  if (!('element' in node)) return node
  const { uri, local, attributes, children } = node.element
  return {
    name: `{${uri}}${local}`,
    attributes: Object.fromEntries(attributes.map(attributeOf).sort()),
    children: joined(children).map(meaningOf),
  }
}

const attributeOf = (attribute: ExiElement['attributes'][number]): [string, string] => [
  `{${attribute.uri}}${attribute.local}`,
  attribute.value,
]

function joined(nodes: ExiNode[]): ExiNode[] {
  const list: ExiNode[] = []
  for (const node of nodes) {
    const last = list.at(-1)
    if ('text' in node && last && 'text' in last) last.text += node.text
    else list.push(structuredClone(node))
  }
  return list
}
