// The tree of boxes as a list in file order, each with its depth, so that a window can ask for a part of a million; in `stsd`
// with the sample entries and their boxes.
import type { BoxPage } from '#contract/structure.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Box } from '#engine/isobmff/box.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { readEntryTree } from '#engine/isobmff/entry-tree.ts'

type Listed = { box: Box; depth: number }

type BoxList = { boxes: Listed[]; complete: boolean }

/** Boxes in sample entries that are listed of one file. A track has some ten. */
const entryBoxLimit = 20_000

/** As long as the tree is kept, so is its list. */
const known = new WeakMap<BoxTree, Promise<BoxList>>()

function listOf(source: ByteSource, tree: BoxTree): Promise<BoxList> {
  const found = known.get(tree)
  if (found) return found
  const made = makeList(source, tree)
  known.set(tree, made)
  // Another time the file may be readable.
  made.catch(() => known.delete(tree))
  return made
}

async function makeList(source: ByteSource, tree: BoxTree): Promise<BoxList> {
  const boxes: Listed[] = []
  const descriptions: Box[] = []
  const entries = new Map<Box, Box[]>()
  const add = (level: readonly Box[], depth: number): void => {
    for (const box of level) {
      boxes.push({ box, depth })
      if (box.type === 'stsd' && box.parent?.type === 'stbl') descriptions.push(box)
      add(entries.get(box) ?? box.children, depth + 1)
    }
  }
  add(tree.boxes, 0)
  const budget = { left: entryBoxLimit }
  for (const stsd of descriptions) entries.set(stsd, await readEntryTree(source, stsd, budget))
  if (descriptions.length > 0) {
    boxes.length = 0
    add(tree.boxes, 0)
  }
  return { boxes, complete: tree.complete && budget.left > 0 }
}

/** Fails with `file-unreadable`. */
export async function boxPage(
  source: ByteSource,
  tree: BoxTree,
  first: number,
  count: number,
): Promise<BoxPage> {
  const { boxes: list, complete } = await listOf(source, tree)
  return {
    ...{ first, total: list.length, complete },
    boxes: list.slice(first, first + count).map(({ box, depth }) => ({
      ...{ offset: box.offset, type: box.type, userType: box.userType, depth },
      ...{ headerSize: box.headerSize, size: box.size },
      declaredSize: box.declaredSize === BigInt(box.size) ? null : String(box.declaredSize),
    })),
  }
}

/** The box that begins at this byte; null where none does. Offsets grow along the list: a box begins before those in it. */
export async function boxAt(source: ByteSource, tree: BoxTree, offset: number): Promise<Box | null> {
  const { boxes: list } = await listOf(source, tree)
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle]?.box.offset ?? 0) < offset) low = middle + 1
    else high = middle
  }
  const found = list[low]?.box
  return found?.offset === offset ? found : null
}
