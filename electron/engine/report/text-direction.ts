// Names that mix scripts, as “بوابة.mp4”: the font library lays a word out in one direction, and where its first letter is
// Hebrew or Arabic it would print “4pm.”. Here each stretch of one direction is laid out by itself, in the order of the text.

/** Letters of scripts written from right to left, with what stands between two of them and is neither letter nor digit. */
const fromRight =
  /(?:[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}][\p{M}]*(?:[^\p{L}\p{N}]*(?=[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]))?)+/gu

/** The stretches of a word in their order; most words are one. */
export function splitByDirection(word: string): string[] {
  const parts: string[] = []
  let end = 0
  for (const { 0: part, index } of word.matchAll(fromRight)) {
    if (index > end) parts.push(word.slice(end, index))
    parts.push(part)
    end = index + part.length
  }
  if (end < word.length || parts.length === 0) parts.push(word.slice(end))
  return parts
}

type Run = { glyphs: unknown[]; positions: unknown[]; advanceWidth: number }

/** What of pdfkit's fonts is used here, which its types leave out: a word becomes glyphs in their places. */
export type LayoutFont = { layoutRun(text: string, features?: unknown): Run; keepsDirections?: true }

/** Makes a font lay out each stretch of a word by itself; harmless where it does so already. */
export function keepDirections(font: LayoutFont): void {
  if (font.keepsDirections) return
  font.keepsDirections = true
  const layOut = font.layoutRun.bind(font)
  font.layoutRun = (text, features) => {
    const parts = splitByDirection(text)
    if (parts.length === 1) return layOut(text, features)
    const runs = parts.map((part) => layOut(part, features))
    return {
      glyphs: runs.flatMap(({ glyphs }) => glyphs),
      positions: runs.flatMap(({ positions }) => positions),
      advanceWidth: runs.reduce((sum, run) => sum + run.advanceWidth, 0),
    }
  }
}
