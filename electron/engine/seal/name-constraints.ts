// Names that an authority may certify (RFC 5280 4.2.1.10): directory names and DNS names are judged; other kinds only stand
// in the way where a certificate has a name of that kind.
import { parseAsn1 } from './asn1.ts'
import type { Certificate } from './certificate.ts'
import { derChildren, derContent, derTags, readDerElement } from './der.ts'
import type { DerElement } from './der.ts'
import { readName } from './distinguished-name.ts'

/** Tags of GeneralName (RFC 5280 4.2.1.6). */
const directoryName = 0xa4
const dnsName = 0x82
const mailName = 0x81
const namesLimit = 256

type GeneralName = { tag: number; value: Uint8Array }
type Constraints = { permitted: GeneralName[]; excluded: GeneralName[] }

export type ConstraintAnswer =
  | 'inside'
  | 'outside'
  /** There are limits that this version cannot judge. */
  | 'unjudged'

/** Whether all names of `certificate` are within what `constraints`, the value of a nameConstraints extension, allows. */
export function judgeNames(constraints: Uint8Array, certificate: Certificate | null): ConstraintAnswer {
  const limits = readConstraints(constraints)
  if (limits === null) return 'unjudged'
  if (certificate === null) return 'inside'
  const names = namesOf(certificate)
  if (names === null) return 'unjudged'
  let answer: ConstraintAnswer = 'inside'
  for (const name of names) {
    const permitted = limits.permitted.filter(({ tag }) => tag === name.tag)
    const excluded = limits.excluded.filter(({ tag }) => tag === name.tag)
    if (permitted.length === 0 && excluded.length === 0) continue
    const isIn = (subtree: GeneralName): boolean | null => isWithin(name, subtree)
    const answers = [...permitted, ...excluded].map(isIn)
    if (answers.includes(null)) return 'unjudged'
    if (excluded.some(isIn) || (permitted.length > 0 && !permitted.some(isIn))) answer = 'outside'
  }
  return answer
}

/** NameConstraints ::= SEQUENCE { permittedSubtrees [0], excludedSubtrees [1] }; null where it is not plain. */
function readConstraints(bytes: Uint8Array): Constraints | null {
  const outer = readDerElement(bytes, 0)
  const fields = outer?.tag === derTags.sequence ? derChildren(bytes, outer, 2) : null
  if (fields === null || fields.length === 0) return null
  const constraints: Constraints = { permitted: [], excluded: [] }
  for (const field of fields) {
    const subtrees = derChildren(bytes, field, namesLimit)
    if ((field.tag !== 0xa0 && field.tag !== 0xa1) || subtrees === null) return null
    for (const subtree of subtrees) {
      // A minimum or a maximum beside the name: RFC 5280 forbids them.
      const [base, ...more] = derChildren(bytes, subtree, 3) ?? []
      if (!base || more.length > 0) return null
      const name = { tag: base.tag, value: derContent(bytes, base) }
      ;(field.tag === 0xa0 ? constraints.permitted : constraints.excluded).push(name)
    }
  }
  return constraints
}

/** Subject, subjectAltName, and what in the subject is a mail address or looks like a host; null where it cannot be read. */
function namesOf({ parsed }: Certificate): GeneralName[] | null {
  const names: GeneralName[] = []
  const extension = parsed.extensions?.find(({ extnID }) => extnID === '2.5.29.17')
  if (extension) {
    const bytes = extension.extnValue.valueBlock.valueHexView
    const outer = readDerElement(bytes, 0)
    const found = outer?.tag === derTags.sequence ? derChildren(bytes, outer, namesLimit) : null
    if (found === null) return null
    names.push(...found.map((name: DerElement) => ({ tag: name.tag, value: derContent(bytes, name) })))
  }
  const hasHost = names.some(({ tag }) => tag === dnsName)
  const der = new Uint8Array(parsed.subject.valueBeforeDecode)
  const subject = readName(parseAsn1(der))
  if (subject === null) return null
  if (subject.keys.length > 0) names.push({ tag: directoryName, value: der })
  for (const { oid, value } of subject.attributes) {
    if (oid === '1.2.840.113549.1.9.1') names.push({ tag: mailName, value: Buffer.from(value) })
    // As OpenSSL does: a host name in the common name counts where no other says which host it is.
    else if (oid === '2.5.4.3' && !hasHost && /^[\w*-]+(\.[\w-]+)+\.?$/.test(value)) {
      names.push({ tag: dnsName, value: Buffer.from(value) })
    }
  }
  return names
}

/** Whether a name lies in a subtree of its own kind; null where that is not judged here. */
function isWithin(name: GeneralName, subtree: GeneralName): boolean | null {
  if (name.tag === directoryName) return isNameWithin(name.value, subtree.value)
  return name.tag === dnsName ? isHostWithin(name.value, subtree.value) : null
}

function isNameWithin(name: Uint8Array, subtree: Uint8Array): boolean | null {
  const [own, base] = [name, subtree].map((der) => readName(parseAsn1(der))?.keys)
  if (!own || !base) return null
  return base.every((key, index) => own[index] === key)
}

function isHostWithin(name: Uint8Array, subtree: Uint8Array): boolean | null {
  const [own = '', base = ''] = [name, subtree].map((bytes) =>
    Buffer.from(bytes).toString('latin1').toLowerCase().replace(/\.$/, ''),
  )
  // A name for many hosts may lie partly within.
  if (own.includes('*')) return null
  if (base === '' || own === base) return true
  return own.endsWith(base.startsWith('.') ? base : `.${base}`)
}
