// Words that are wider than their column, cut into lines before pdfkit sees them: it measures the whole rest of such a word
// again for each line, which takes minutes for a name of some ten thousand characters.

/** Shorter ones pdfkit breaks well enough; a SHA-256 is left alone. */
const longWord = /\S{65,}/g

/** `widthOf` gives the width of a text in the face and size in which it will be set. */
export function breakLongWords(text: string, width: number, widthOf: (part: string) => number): string {
  return text.replaceAll(longWord, (word) => cutIntoLines(word, width, widthOf).join('\n'))
}

function cutIntoLines(word: string, width: number, widthOf: (part: string) => number): string[] {
  const characters = [...word]
  const lines: string[] = []
  // Neighbours are of much the same width: the last line says how many will fit into the next.
  let count = 64
  for (let at = 0; at < characters.length; at += count) {
    count = Math.min(Math.max(1, count), characters.length - at)
    const fits = (many: number): boolean => widthOf(characters.slice(at, at + many).join('')) <= width
    while (count > 1 && !fits(count)) count -= 1
    while (at + count < characters.length && fits(count + 1)) count += 1
    lines.push(characters.slice(at, at + count).join(''))
  }
  return lines
}
