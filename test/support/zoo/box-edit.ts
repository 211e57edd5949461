// Changes single boxes of small files (ISO/IEC 14496-12), for what ffmpeg does not write. `moov` has to come behind the media,
// or the samples have to be found by their fragment: nothing here corrects offsets.
import { readFileSync, writeFileSync } from 'node:fs'
import { writeBox } from '#engine/isobmff/box-writer.ts'

const containers = new Set(['moov', 'trak', 'edts', 'mdia', 'minf', 'stbl', 'mvex', 'moof', 'traf'])

export type BoxNode = { type: string; payload: Buffer; children: BoxNode[] | null }

export function readNodes(bytes: Buffer): BoxNode[] {
  const nodes: BoxNode[] = []
  for (let at = 0; at + 8 <= bytes.length;) {
    const small = bytes.readUInt32BE(at)
    const header = small === 1 ? 16 : 8
    const size = small === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : small
    if (size < header || at + size > bytes.length) throw new Error(`a box of ${size} bytes at ${at}`)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const payload = bytes.subarray(at + header, at + size)
    nodes.push({ type, payload, children: containers.has(type) ? readNodes(payload) : null })
    at += size
  }
  return nodes
}

export const writeNode = ({ type, payload, children }: BoxNode): Uint8Array =>
  children ? writeBox(type, ...children.map(writeNode)) : writeBox(type, payload)

export const boxNode = (type: string, payload: Uint8Array): BoxNode => ({
  type,
  payload: Buffer.from(payload),
  children: null,
})

/** The boxes of this type at any depth, with the list that each stands in. */
export function findNodes(nodes: BoxNode[], type: string): { node: BoxNode; among: BoxNode[] }[] {
  return nodes.flatMap((node) => [
    ...(node.type === type ? [{ node, among: nodes }] : []),
    ...(node.children ? findNodes(node.children, type) : []),
  ])
}

export function findNode(nodes: BoxNode[], type: string): BoxNode {
  const [found] = findNodes(nodes, type)
  if (!found) throw new Error(`there is no box “${type}”`)
  return found.node
}

export function editBoxes(from: string, to: string, edit: (nodes: BoxNode[]) => void): void {
  const nodes = readNodes(readFileSync(from))
  edit(nodes)
  writeFileSync(to, Buffer.concat(nodes.map(writeNode)))
}
