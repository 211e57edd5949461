// XML text as the little tree that the tests' EXI encoder writes.
import { SaxesParser } from 'saxes'

export type ExiName = { uri: string; local: string; prefix: string }
export type ExiElement = ExiName & {
  namespaces: { prefix: string; uri: string }[]
  attributes: (ExiName & { value: string })[]
  children: ExiNode[]
}
export type ExiNode =
  | { element: ExiElement }
  | { text: string }
  | { comment: string }
  | { target: string; instruction: string }
  | { doctype: string }
  | { entity: string }

/** What stands at the top, in order. */
export function parseExiDocument(xml: string): ExiNode[] {
  const top: ExiNode[] = []
  const open: ExiElement[] = []
  const add = (node: ExiNode): void => void (open.at(-1)?.children ?? top).push(node)
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const all = Object.values(tag.attributes)
    const declares = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:')
    const element: ExiElement = {
      uri: tag.uri,
      local: tag.local,
      prefix: tag.prefix,
      namespaces: all
        .filter(({ name }) => declares(name))
        .map(({ name, value }) => ({ prefix: name.slice(6), uri: value })),
      attributes: all.filter(({ name }) => !declares(name)),
      children: [],
    }
    add({ element })
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', (text) => {
    if (open.length > 0) add({ text })
  })
  parser.on('comment', (comment) => add({ comment }))
  parser.on('processinginstruction', ({ target, body }) => add({ target, instruction: body }))
  parser.on('doctype', (doctype) => add({ doctype: doctype.trim().split(' ')[0] ?? '' }))
  parser.write(xml).close()
  return top
}
