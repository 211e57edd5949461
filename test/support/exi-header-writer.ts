// The options document of an EXI header (W3C EXI 1.0, 5.4 and Appendix C) for the tests' own encoder.
import type { ExiBits } from './exi-bits.ts'
import type { ExiChoices } from './exi-writer.ts'

/** Elements in a sequence, each optional: where the sequence stands, how many codes there are, and which is meant. */
function sequence(out: ExiBits, elements: (null | undefined | false | (() => void))[]): void {
  let from = 0
  elements.forEach((write, at) => {
    if (!write) return
    out.oneOf(elements.length - from + 1, at - from)
    write()
    from = at + 1
  })
  out.oneOf(elements.length - from + 1, elements.length - from)
}

const nothing = (): void => undefined

/** Strict, bit-packed. */
export function writeExiHeader(out: ExiBits, choices: ExiChoices): void {
  const { comments, pis, dtd, prefixes, lexicalValues, blockSize, alignment, fragment, schemaId } = choices
  const uncommon = isUncommon(choices)
  const preserve = comments || pis || dtd || prefixes || lexicalValues
  const compression = alignment === 'compression'
  out.packed(1, 0)
  sequence(out, [
    (uncommon || preserve || blockSize !== undefined) &&
      (() =>
        sequence(out, [
          uncommon && (() => writeUncommon(out, choices)),
          preserve &&
            (() =>
              sequence(
                out,
                [dtd, prefixes, lexicalValues, comments, pis].map((on) => on && nothing),
              )),
          blockSize !== undefined && (() => out.unsigned(blockSize)),
        ])),
    (compression || fragment || schemaId !== undefined) &&
      (() =>
        sequence(out, [
          compression && nothing,
          fragment && nothing,
          schemaId !== undefined && (() => writeSchemaId(out, schemaId)),
        ])),
    choices.strict && nothing,
  ])
}

function isUncommon(choices: ExiChoices): boolean {
  const { alignment, selfContained, valueMaxLength, valuePartitionCapacity, userData, map } = choices
  const aligned = alignment === 'byte' || alignment === 'pre-compress'
  return (
    aligned ||
    Boolean(selfContained ?? userData ?? map) ||
    valueMaxLength !== undefined ||
    valuePartitionCapacity !== undefined
  )
}

/** Element grammar: CH 0, AT(xsi:nil) 1.0 since it is nillable (8.5.4.4.2). */
function writeSchemaId(out: ExiBits, schemaId: string | null): void {
  if (schemaId === null) out.packed(1, 1).packed(1, 1)
  else out.packed(1, 0).string(schemaId, 2)
}

function writeUncommon(out: ExiBits, choices: ExiChoices): void {
  const { alignment, valueMaxLength, valuePartitionCapacity } = choices
  // alignment, selfContained, valueMaxLength, valuePartitionCapacity, datatypeRepresentationMap, SE(*), EE.
  if (choices.userData) {
    // <made xmlns="urn:made"><by>us</by></made>; five namespaces are known, and none of its names.
    out.packed(3, 5).packed(3, 0).string('urn:made').string('made', 1)
    // SE(*) is 0.2 of EE, AT(*), SE(*), CH; then CH is 0.3, and EE 0 in the content of both.
    out.packed(2, 2).packed(3, 6).string('by', 1).packed(2, 3).string('us', 2).packed(1, 0).packed(1, 0)
  }
  const later: (null | (() => void))[] = [
    alignment === 'byte' || alignment === 'pre-compress'
      ? () => void out.packed(1, alignment === 'byte' ? 0 : 1)
      : null,
    choices.selfContained ? nothing : null,
    valueMaxLength === undefined ? null : () => void out.unsigned(valueMaxLength),
    valuePartitionCapacity === undefined ? null : () => void out.unsigned(valuePartitionCapacity),
  ]
  let from = 0
  later.forEach((write, at) => {
    if (!write) return
    out.oneOf(5 - from + (from === 0 ? 2 : 1), at - from)
    write()
    from = at + 1
  })
  if (choices.map) {
    out.oneOf(5 - from + (from === 0 ? 2 : 1), 4 - from)
    // xsd:decimal (the fourth namespace) as exi:string (the fifth): both known; EE is 0.0 of four.
    const uris = choices.userData ? 6 : 5
    out
      .oneOf(uris + 1, 4)
      .unsigned(0)
      .oneOf(46, 19)
      .packed(2, 0)
    out
      .oneOf(uris + 1, 5)
      .unsigned(0)
      .oneOf(39, 34)
      .packed(2, 0)
    from = 4
  }
  const left = 5 - from + (from === 0 ? 2 : 1)
  out.oneOf(left, left - 1)
}
