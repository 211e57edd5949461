// A report as data: what both forms, PDF and HTML, are made from. No text from evidence is markup anywhere.

export type Block =
  /** The sentence that counts. */
  | { kind: 'statement'; text: string; tone: 'good' | 'attention' | 'bad' | 'unknown' }
  | { kind: 'paragraph'; text: string }
  /** Label and value; values of fixed width where they are hashes, offsets or times. */
  | { kind: 'facts'; rows: { label: string; value: string; mono?: boolean }[] }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; head: string[]; rows: string[][]; mono: boolean }

export type Section = { heading: string; level: 1 | 2 | 3; blocks: Block[] }

export type ReportDocument = { title: string; subtitle: string; made: Date; sections: Section[] }
