// The namespace prefixes in effect, each look-up at the same cost however many are declared around it.

export class PrefixScope {
  readonly #uris = new Map<string, string[]>()
  readonly #prefixes = new Map<string, string[]>()

  /** Null where it is not declared; the empty prefix without a declaration stands for no namespace. */
  uriOf(prefix: string): string | null {
    return this.#uris.get(prefix)?.at(-1) ?? (prefix === '' ? '' : null)
  }

  /** A prefix that is not empty and stands for `uri` here; null where none was declared last for it. */
  prefixFor(uri: string): string | null {
    const prefix = this.#prefixes.get(uri)?.at(-1)
    return prefix !== undefined && this.uriOf(prefix) === uri ? prefix : null
  }

  enter(prefix: string, uri: string): void {
    push(this.#uris, prefix, uri)
    if (prefix !== '') push(this.#prefixes, uri, prefix)
  }

  leave(prefix: string, uri: string): void {
    this.#uris.get(prefix)?.pop()
    if (prefix !== '') this.#prefixes.get(uri)?.pop()
  }
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
