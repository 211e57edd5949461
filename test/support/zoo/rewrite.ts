// What ffmpeg does not write: turns, edit lists, `cslg`, holes in time, lying tables, damage. Each makes a new file of one.
import { readFileSync, writeFileSync } from 'node:fs'
import { ByteSink } from '#engine/base/byte-sink.ts'
import { matrixOf } from '#engine/isobmff/matrix.ts'
import { seededRandom } from '../random.ts'
import { boxNode, editBoxes, findNode, findNodes } from './box-edit.ts'
import { storedHeight, storedWidth } from './pictures.ts'

/** The matrix of `tkhd` (8.3.2) asks for a clockwise turn. */
export function turnTrack(from: string, to: string, rotation: 90 | 180 | 270): void {
  editBoxes(from, to, (nodes) => {
    const { payload } = findNode(nodes, 'tkhd')
    const at = payload[0] === 1 ? 52 : 40
    matrixOf(rotation, storedWidth, storedHeight).forEach((value, index) =>
      payload.writeInt32BE(value, at + 4 * index),
    )
  })
}

export type EditEntry = { movieTicks: number; mediaTime: number }

/** The first track's `elst` (8.6.6), version 1. */
export function setEdits(from: string, to: string, edits: readonly EditEntry[]): void {
  editBoxes(from, to, (nodes) => {
    const trak = findNode(nodes, 'trak')
    const elst = new ByteSink().u32(0x0100_0000).u32(edits.length)
    for (const { movieTicks, mediaTime } of edits) {
      elst
        .u64(BigInt(movieTicks))
        .u64(BigInt.asUintN(64, BigInt(mediaTime)))
        .u32(0x1_0000)
    }
    const edts = { ...boxNode('edts', new Uint8Array(0)), children: [boxNode('elst', elst.finish())] }
    const others = (trak.children ?? []).filter(({ type }) => type !== 'edts')
    const [tkhd, ...rest] = others
    trak.children = [...(tkhd ? [tkhd] : []), edts, ...rest]
  })
}

/** Adds `cslg` (8.6.1.4), which composition offsets below zero should have; its figures are read from `ctts`. */
export function addShift(from: string, to: string): void {
  editBoxes(from, to, (nodes) => {
    const { payload: ctts } = findNode(nodes, 'ctts')
    const offsets = Array.from({ length: ctts.readUInt32BE(4) }, (_, at) => ctts.readInt32BE(12 + 8 * at))
    const least = Math.min(...offsets)
    if (least >= 0) throw new Error('no composition offset is below zero')
    const payload = Buffer.alloc(24)
    ;[0, -least, least, Math.max(...offsets)].forEach((value, at) => payload.writeInt32BE(value, 4 * at))
    findNode(nodes, 'stbl').children?.push(boxNode('cslg', payload))
  })
}

/** Every sample is said to be one at which decoding can begin: without `stss` (8.6.2) all are. */
export function dropSyncTable(from: string, to: string): void {
  editBoxes(from, to, (nodes) => {
    const stbl = findNode(nodes, 'stbl')
    stbl.children = (stbl.children ?? []).filter(({ type }) => type !== 'stss')
  })
}

/** Nothing is recorded for `ticks` before fragment `fragment`: later decode times (`tfdt`, 8.8.12) are later by that. */
export function addHole(from: string, to: string, fragment: number, ticks: number): void {
  editBoxes(from, to, (nodes) => {
    for (const { node } of findNodes(nodes, 'tfdt').slice(fragment)) {
      if (node.payload[0] === 1) {
        node.payload.writeBigUInt64BE(node.payload.readBigUInt64BE(4) + BigInt(ticks), 4)
      } else node.payload.writeUInt32BE(node.payload.readUInt32BE(4) + ticks, 4)
    }
  })
}

/** Bytes of a sample become others: random ones, zeros, or a length field that reaches beyond all. */
export type Wound = { offset: number; size: number; kind: 'noise' | 'zeros' | 'length' }

export function damage(from: string, to: string, wounds: readonly Wound[]): void {
  const bytes = readFileSync(from)
  const random = seededRandom(2612)
  for (const { offset, size, kind } of wounds) {
    if (kind === 'length') bytes.writeUInt32BE(0xffff_ff00, offset)
    else if (kind === 'zeros') bytes.fill(0, offset, offset + size)
    // The header of the slice is left, so that a decoder takes the sample on.
    else for (let at = offset + Math.min(40, size >> 2); at < offset + size; at += 1) bytes[at] = random(256)
  }
  writeFileSync(to, bytes)
}

/** The end of the file is missing, as after a pulled stick; tells how long it is now. */
export function cutOff(from: string, to: string, share: number): number {
  const bytes = readFileSync(from)
  const end = Math.floor(bytes.length * share)
  writeFileSync(to, bytes.subarray(0, end))
  return end
}
