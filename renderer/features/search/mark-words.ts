// Where the words of a question stand in a text. Evidence is never HTML: the parts are shown as text.

export type Part = { text: string; marked: boolean }

/** As the engine compares: in any case, in any width. */
export const wordsOf = (question: string): string[] =>
  question
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '')

export function markWords(text: string, words: readonly string[]): Part[] {
  const lower = text.toLowerCase()
  // Few letters grow when they become small; then places in one are not places in the other.
  if (lower.length !== text.length || words.length === 0) return [{ text, marked: false }]
  const marked = new Uint8Array(text.length)
  for (const word of words)
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1))
      marked.fill(1, at, at + word.length)
  const parts: Part[] = []
  for (let at = 0; at < text.length;) {
    const is = marked[at]
    let end = at + 1
    while (end < text.length && marked[end] === is) end += 1
    parts.push({ text: text.slice(at, end), marked: is === 1 })
    at = end
  }
  return parts
}

export const holdsWord = (text: string, words: readonly string[]): boolean => {
  const lower = text.toLowerCase()
  return words.some((word) => lower.includes(word))
}
