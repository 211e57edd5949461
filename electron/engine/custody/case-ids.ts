// Names of nodes in CASE/UCO: UUIDs that are the same in every export of a case (version 5, RFC 9562 5.5), because UCO wants
// identifiers that end in a UUID and whoever merges two exports wants one node for one thing.
import { createHash } from 'node:crypto'

export type NodeId = `urn:uuid:${string}`
export type NodeIds = (name: string) => NodeId

/** `caseId`: the namespace. */
export function nodeIds(caseId: string): NodeIds {
  const namespace = Buffer.from(caseId.replaceAll('-', ''), 'hex')
  return (name) => `urn:uuid:${uuidOf(namespace, name)}`
}

function uuidOf(namespace: Uint8Array, name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
