// The tree of boxes as a list in file order, each with its depth, so that a window can ask for a part of a million.
import type { BoxPage } from '#contract/structure.ts'
import type { Box } from '#engine/isobmff/box.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'

type Listed = { box: Box; depth: number }

/** As long as the tree is kept, so is its list. */
const known = new WeakMap<BoxTree, Listed[]>()

function listOf(tree: BoxTree): Listed[] {
  const found = known.get(tree)
  if (found) return found
  const list: Listed[] = []
  const add = (boxes: readonly Box[], depth: number): void => {
    for (const box of boxes) {
      list.push({ box, depth })
      add(box.children, depth + 1)
    }
  }
  add(tree.boxes, 0)
  known.set(tree, list)
  return list
}

export function boxPage(tree: BoxTree, first: number, count: number): BoxPage {
  const list = listOf(tree)
  return {
    ...{ first, total: list.length, complete: tree.complete },
    boxes: list.slice(first, first + count).map(({ box, depth }) => ({
      ...{ offset: box.offset, type: box.type, userType: box.userType, depth },
      ...{ headerSize: box.headerSize, size: box.size },
      declaredSize: box.declaredSize === BigInt(box.size) ? null : String(box.declaredSize),
    })),
  }
}

/** The box that begins at this byte; null where none does. Offsets grow along the list: a box begins before those in it. */
export function boxAt(tree: BoxTree, offset: number): Box | null {
  const list = listOf(tree)
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle]?.box.offset ?? 0) < offset) low = middle + 1
    else high = middle
  }
  const found = list[low]?.box
  return found?.offset === offset ? found : null
}
