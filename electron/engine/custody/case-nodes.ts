// Nodes of CASE 1.5.0 and UCO 1.5.0 as JSON-LD: files, hashes, people, the tool. Only classes and properties that are
// published, each node with a name of its own (UCO has no blank nodes), nothing stated that the ledger does not say.
import { basename, win32 } from 'node:path'
import { t } from '#contract/messages/format.ts'
import type { NodeId, NodeIds } from './case-ids.ts'

export const caseContext = {
  'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
  'uco-action': 'https://ontology.unifiedcyberontology.org/uco/action/',
  'uco-core': 'https://ontology.unifiedcyberontology.org/uco/core/',
  'uco-identity': 'https://ontology.unifiedcyberontology.org/uco/identity/',
  'uco-observable': 'https://ontology.unifiedcyberontology.org/uco/observable/',
  'uco-tool': 'https://ontology.unifiedcyberontology.org/uco/tool/',
  'uco-types': 'https://ontology.unifiedcyberontology.org/uco/types/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

type Prefix = Exclude<keyof typeof caseContext, 'xsd'>
type Literal = string | number | { '@type': string; '@value': string }
type Value = Literal | Reference | Node
type Reference = { '@id': NodeId }
export type Node = {
  '@id': NodeId
  '@type': `${Prefix}:${string}`
  [property: `${Prefix}:${string}`]: Value | Value[]
}

export const to = (id: NodeId): Reference => ({ '@id': id })
export const dateTime = (value: string): Literal => ({ '@type': 'xsd:dateTime', '@value': value })
const hexBinary = (value: string): Literal => ({ '@type': 'xsd:hexBinary', '@value': value })

/** What is known of a file; null where the ledger does not say. */
export type FileFacts = {
  path: string | null
  /** By its path where it is not named. */
  name?: string
  sha256: string | null
  size: number | null
  times: { modified?: string; created?: string; accessed?: string; changed?: string }
}

const timeProperties = {
  modified: 'uco-observable:modifiedTime',
  created: 'uco-observable:observableCreatedTime',
  accessed: 'uco-observable:accessedTime',
  changed: 'uco-observable:metadataChangeTime',
} as const

export function fileNode(ids: NodeIds, key: string, { path, name, sha256, size, times }: FileFacts): Node {
  const fileFacet: Node | null =
    path === null
      ? null
      : {
          '@id': ids(`${key}/FileFacet`),
          '@type': 'uco-observable:FileFacet',
          'uco-observable:fileName': name ?? nameOf(path),
          'uco-observable:filePath': path,
          ...(size === null ? {} : { 'uco-observable:sizeInBytes': size }),
          ...Object.fromEntries(
            Object.entries(timeProperties).flatMap(([time, property]) => {
              const value = times[time as keyof typeof timeProperties]
              return value === undefined ? [] : [[property, dateTime(value)]]
            }),
          ),
        }
  return {
    '@id': ids(key),
    '@type': 'uco-observable:File',
    'uco-core:hasFacet': [fileFacet, contentFacet(ids, key, sha256, size)].filter((facet) => facet !== null),
  }
}

/** Bytes of which only the hash is known: a certificate, a package, a head. */
export const contentNode = (ids: NodeIds, key: string, sha256: string): Node => ({
  '@id': ids(key),
  '@type': 'uco-observable:ContentData',
  'uco-core:hasFacet': [contentFacet(ids, key, sha256, null)].filter((facet) => facet !== null),
})

function contentFacet(ids: NodeIds, key: string, sha256: string | null, size: number | null): Node | null {
  if (sha256 === null) return null
  return {
    '@id': ids(`${key}/ContentDataFacet`),
    '@type': 'uco-observable:ContentDataFacet',
    ...(size === null ? {} : { 'uco-observable:sizeInBytes': size }),
    'uco-observable:hash': [
      {
        '@id': ids(`${key}/Hash`),
        '@type': 'uco-types:Hash',
        'uco-types:hashMethod': 'SHA256',
        'uco-types:hashValue': hexBinary(sha256),
      },
    ],
  }
}

/** Paths of evidence come from any system. */
const nameOf = (path: string): string => (path.includes('/') ? basename(path) : win32.basename(path)) || path

/**
 * Whoever acted, by the name that stands in the ledger. An account of a computer need not be a person. Names are not taken
 * apart into given and family name: that would be a guess.
 */
export const actorNode = (ids: NodeIds, actor: string): Node => ({
  '@id': ids(`actor/${actor}`),
  '@type': /^\S+@\S+$/.test(actor) ? 'uco-identity:Identity' : 'uco-identity:Person',
  'uco-core:name': actor,
})

export type RecipientFacts = { name: string; organisation: string; identification: string }

const recipientKey = ({ name, organisation, identification }: RecipientFacts): string =>
  `recipient/${JSON.stringify([name, organisation, identification])}`

export function recipientNodes(ids: NodeIds, recipient: RecipientFacts): Node[] {
  const { name, organisation, identification } = recipient
  const person: Node = {
    '@id': ids(recipientKey(recipient)),
    '@type': 'uco-identity:Person',
    'uco-core:name': name,
    ...(identification === '' ? {} : { 'uco-core:description': identification }),
  }
  if (organisation === '') return [person]
  return [
    person,
    {
      '@id': ids(`organisation/${organisation}`),
      '@type': 'uco-identity:Organization',
      'uco-core:name': organisation,
    },
  ]
}

export function toolNodes(ids: NodeIds, version: string): Node[] {
  const maker: Node = {
    '@id': ids('maker'),
    '@type': 'uco-identity:Organization',
    'uco-core:name': t('ledgerExport.maker'),
  }
  return [
    maker,
    {
      '@id': ids(`tool/${version}`),
      '@type': 'uco-tool:Tool',
      'uco-core:name': 'Exhibit',
      'uco-tool:version': version,
      'uco-tool:creator': to(maker['@id']),
    },
  ]
}
