// What an EXI body is made of, as it is handed on to become XML (Table 4-1).
import type { QName } from './string-table.ts'

/** A qualified name as the value of xsi:type, to be written with whatever prefix stands for its namespace. */
export type QNameValue = { readonly qname: QName }

/** `value` is null as long as it was not read (it may be in a channel behind, 9.2), and for ever where the stream is cut. */
export type ExiEvent =
  | { readonly kind: 'SE'; readonly qname: QName }
  | { readonly kind: 'AT'; readonly qname: QName; value: string | QNameValue | null }
  | { readonly kind: 'CH'; value: string | null }
  | { readonly kind: 'NS'; readonly uri: string; readonly prefix: string; readonly ofElement: boolean }
  | { readonly kind: 'CM'; readonly text: string }
  | { readonly kind: 'PI'; readonly target: string; readonly text: string }
  | { readonly kind: 'DT' | 'ER'; readonly name: string }
  | { readonly kind: 'EE' | 'ED' }
