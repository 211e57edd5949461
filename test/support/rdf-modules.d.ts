// What the tests use of two packages that bring no types.
declare module 'jsonld' {
  export function toRDF(
    document: unknown,
    options: {
      format: 'application/n-quads'
      safe: boolean
      documentLoader: (url: string) => Promise<never>
    },
  ): Promise<string>
}

declare module 'n3' {
  export type Term = {
    termType: 'NamedNode' | 'BlankNode' | 'Literal' | 'DefaultGraph'
    value: string
    datatype?: Term
  }
  export type Quad = { subject: Term; predicate: Term; object: Term; graph: Term }
  export class Parser {
    parse(text: string): Quad[]
  }
  export class Store {
    constructor(quads: Quad[])
    readonly size: number
    getQuads(subject: string | null, predicate: string | null, object: string | null, graph: null): Quad[]
    getObjects(subject: string | Term, predicate: string, graph: null): Term[]
    getSubjects(predicate: string, object: string | Term, graph: null): Term[]
  }
}
