// CASE/UCO looked at with other programs than the product's: a JSON-LD processor that may not fetch anything, an RDF store,
// and a SHACL validator, with the restated facts of the published shapes in test/fixtures/case-shapes.ttl.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as jsonld from 'jsonld'
import { Parser, Store } from 'n3'
import type { Quad } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'

const shapesText = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'case-shapes.ttl'), 'utf8')
const shapeQuads = new Parser().parse(shapesText)
const shapes = new Store(shapeQuads)

export const uco = 'https://ontology.unifiedcyberontology.org/uco/'
export const investigation = 'https://ontology.caseontology.org/case/investigation/'
const isOurs = (iri: string): boolean => iri.startsWith(uco) || iri.startsWith(investigation)

const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
const subClassOf = 'http://www.w3.org/2000/01/rdf-schema#subClassOf'
const sh = (name: string): string => `http://www.w3.org/ns/shacl#${name}`

export type Graph = { quads: Quad[]; store: Store }

/** Fails on anything that would be fetched, and on terms that the context does not explain (`safe`). */
export async function readGraph(document: unknown): Promise<Graph> {
  const documentLoader = (url: string): Promise<never> => Promise.reject(new Error(`would fetch ${url}`))
  const text = await jsonld.toRDF(document, { format: 'application/n-quads', safe: true, documentLoader })
  const quads = new Parser().parse(text)
  return { quads, store: new Store(quads) }
}

/** Everything amiss: violations of the shapes, then terms that are not published, or not for that class. */
export async function faultsOf({ quads, store }: Graph): Promise<string[]> {
  // The classes of the shapes go with the data, so that a subclass is known as one.
  const classes = shapeQuads.filter(({ predicate }) => predicate.value === subClassOf)
  const validator = new SHACLValidator(shapes as never)
  const report = await validator.validate(new Store([...quads, ...classes]))
  const violations = report.results.map(({ focusNode, path, sourceConstraintComponent }) =>
    [focusNode, path, sourceConstraintComponent]
      .map((term) => (term as Partial<typeof term> | null)?.value ?? '')
      .join(' '),
  )
  return [...violations, ...unknownTerms(store)]
}

/** The closed world that SHACL leaves open: each property has to be one of the node's class or of a class above. */
function unknownTerms(store: Store): string[] {
  const faults: string[] = []
  const allowed = new Map<string, Set<string>>()
  for (const { subject, predicate, object } of store.getQuads(null, null, null, null)) {
    if (predicate.value === rdfType) {
      if (!isKnownClass(object.value)) faults.push(`${subject.value} is of an unknown class ${object.value}`)
      continue
    }
    if (!isOurs(predicate.value)) {
      faults.push(`${subject.value} has the foreign property ${predicate.value}`)
      continue
    }
    const types = store.getObjects(subject, rdfType, null).map(({ value }) => value)
    const known = types.some((type) => {
      if (!allowed.has(type)) allowed.set(type, pathsOf(type))
      return allowed.get(type)?.has(predicate.value)
    })
    if (!known) faults.push(`${subject.value} has ${predicate.value}, which is no property of its class`)
  }
  return faults
}

const isKnownClass = (iri: string): boolean => shapes.getQuads(iri, rdfType, null, null).length > 0

function pathsOf(type: string): Set<string> {
  const own = shapes
    .getObjects(type, sh('property'), null)
    .flatMap((shape) => shapes.getObjects(shape, sh('path'), null))
    .map(({ value }) => value)
  const above = shapes.getObjects(type, subClassOf, null).flatMap(({ value }) => [...pathsOf(value)])
  return new Set([...own, ...above])
}

/** All nodes of a class, by its full name. */
export const nodesOf = ({ store }: Graph, type: string): string[] =>
  store.getSubjects(rdfType, type, null).map(({ value }) => value)

/** Values of a property of a node. */
export const valuesOf = ({ store }: Graph, node: string, property: string): string[] =>
  store.getObjects(node, property, null).map(({ value }) => value)
