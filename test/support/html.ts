// A strict look at HTML: every element closed in order, as text that a reader would see and as the elements in it.
const voids = new Set(['meta', 'br', 'hr', 'img', 'link', 'input'])
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

export type ReadHtml = { text: string; elements: Set<string>; attributes: Set<string> }

/** Throws where an element is not closed, closed twice, or a bare `<` or `&` stands in text. */
export function readHtml(html: string): ReadHtml {
  const found: ReadHtml = { text: '', elements: new Set(), attributes: new Set() }
  const open: string[] = []
  const body = html.replace(/^<!doctype html>/i, '')
  let at = 0
  for (const match of body.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<]*")*)\s*>/g)) {
    const [tag, slash, name = '', attributes = ''] = match
    found.text += textOf(body.slice(at, match.index), open.at(-1))
    at = match.index + tag.length
    if (slash) {
      const last = open.pop()
      if (last !== name) throw new Error(`</${name}> closes <${last ?? 'nothing'}> at ${match.index}`)
      continue
    }
    found.elements.add(name)
    for (const [, attribute = ''] of attributes.matchAll(/([a-z-]+)=/g)) found.attributes.add(attribute)
    if (!voids.has(name)) open.push(name)
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(' ')}`)
  found.text += textOf(body.slice(at), undefined)
  return found
}

function textOf(raw: string, inside: string | undefined): string {
  if (inside === 'style') return ''
  if (/<|&(?!(?:amp|lt|gt|quot|#39);)/.test(raw)) throw new Error(`markup in text: ${raw.slice(0, 200)}`)
  return raw.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '') + '\n'
}
