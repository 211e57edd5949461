// Which bytes may lie outside a seal: nothing but well-formed `mfra`, `free` and `skip` boxes behind `meta`. ONVIF EFF 26.06
// 4.2 puts the random access table at the end of the file without asking for a seal over it; `free` and `skip` say nothing.
// Anything else there was added after sealing.
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { endOf } from '#engine/isobmff/box.ts'
import type { Box } from '#engine/isobmff/box.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { readMfra } from '#engine/isobmff/boxes/mfra.ts'

/** A piece of the file outside a seal that must not be there. */
export type Intrusion = { range: ByteRange; what: string }

/** Checks each uncovered range; empty where only permitted boxes lie outside. */
export async function findIntrusions(
  source: ByteSource,
  tree: BoxTree,
  uncovered: readonly ByteRange[],
): Promise<Intrusion[]> {
  const intrusions: Intrusion[] = []
  const moofs = new Set(tree.boxes.filter(({ type }) => type === 'moof').map(({ offset }) => offset))
  const byOffset = new Map(tree.boxes.map((box) => [box.offset, box]))
  for (const range of uncovered) {
    let at = range.start
    while (at < range.end) {
      const box = byOffset.get(at)
      if (!box || endOf(box) > range.end) {
        intrusions.push({ range: { start: at, end: range.end }, what: describe(tree, at) })
        break
      }
      const wrong = await whyNotPermitted(source, box, moofs)
      if (wrong !== null) intrusions.push({ range: { start: box.offset, end: endOf(box) }, what: wrong })
      at = endOf(box)
    }
  }
  return intrusions
}

async function whyNotPermitted(
  source: ByteSource,
  box: Box,
  moofs: ReadonlySet<number>,
): Promise<string | null> {
  if (box.declaredSize !== BigInt(box.size)) return `box ${box.type}, cut short`
  if (box.type === 'free' || box.type === 'skip') return null
  if (box.type !== 'mfra') return `box ${box.type}`
  // Anything else in it could hold what a seal should hold.
  const stranger = box.children.find(({ type }) => type !== 'tfra' && type !== 'mfro')
  if (stranger) return `box mfra/${stranger.type}`
  const findings = new Findings()
  const table = await readMfra(source, box, findings)
  if (findings.list().length > 0) return 'box mfra, malformed'
  const strays = table.tracks.some(({ entries }) => entries.some(({ moofOffset }) => !moofs.has(moofOffset)))
  return strays ? 'box mfra, pointing to fragments that do not exist' : null
}

function describe(tree: BoxTree, at: number): string {
  const inside = tree.boxes.find((box) => box.offset < at && at < endOf(box))
  if (!inside) return 'bytes that form no box'
  const child = inside.children.find((box) => box.offset <= at && at < endOf(box))
  return `box ${inside.type}${child ? `/${child.type}` : ''}`
}
