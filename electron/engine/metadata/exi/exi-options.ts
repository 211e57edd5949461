// What the header of an EXI stream says of its coding (5.4, Table 5-1).

export type ExiOptions = {
  alignment: 'bit-packed' | 'byte' | 'pre-compress' | 'compression'
  /** Only what the schema declares; comments, PIs, prefixes, self-contained elements are left out. */
  strict: boolean
  fragment: boolean
  comments: boolean
  pis: boolean
  dtd: boolean
  prefixes: boolean
  lexicalValues: boolean
  selfContained: boolean
  /** `none`: xsi:nil, or nothing said · `built-in`: the types of XML Schema alone. */
  schema: 'none' | 'built-in'
  /** In values, not in bytes. */
  blockSize: number
  /** In characters. */
  valueMaxLength: number
  /** In strings. */
  valuePartitionCapacity: number
}

/** The defaults of Table 5-1. */
export const defaultOptions: Readonly<ExiOptions> = {
  alignment: 'bit-packed',
  strict: false,
  fragment: false,
  comments: false,
  pis: false,
  dtd: false,
  prefixes: false,
  lexicalValues: false,
  selfContained: false,
  schema: 'none',
  blockSize: 1_000_000,
  valueMaxLength: Infinity,
  valuePartitionCapacity: Infinity,
}
