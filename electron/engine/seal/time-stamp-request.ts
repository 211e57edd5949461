// What is asked of a time-stamp authority and what comes back (RFC 3161 2.4.1, 2.4.2). Only a hash leaves the workstation.
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { createHash, randomBytes } from 'node:crypto'
import { childrenOf, parseAsn1, smallIntegerOf } from './asn1.ts'

const sha256 = '2.16.840.1.101.3.4.2.1'

export type StampRequest = { der: Uint8Array; nonce: Uint8Array }

/** A TimeStampReq over the SHA-256 of `message`, with a nonce, asking for the authority's certificate. */
export function makeStampRequest(message: Uint8Array): StampRequest {
  const nonce = new Uint8Array(randomBytes(16))
  // Positive, and without a leading zero byte.
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40
  const digest = Uint8Array.from(createHash('sha256').update(message).digest())
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({
        algorithmId: sha256,
        algorithmParams: new asn1js.Null(),
      }),
      hashedMessage: new asn1js.OctetString({ valueHex: digest.buffer }),
    }),
    nonce: new asn1js.Integer({ valueHex: nonce.buffer }),
    certReq: true,
  })
  return { der: new Uint8Array(request.toSchema().toBER()), nonce }
}

export type StampResponse = { ok: true; token: Uint8Array } | { ok: false; reason: string }

const statusWords = [
  'granted',
  'granted with changes',
  'rejected',
  'waiting',
  'revocation warning',
  'revocation notice',
]

/** Takes the token out of a TimeStampResp; `reason` completes “the authority …”. Never throws. */
export function readStampResponse(der: Uint8Array): StampResponse {
  const [info, token] = childrenOf(parseAsn1(der) ?? undefined) ?? []
  const [statusValue, ...more] = childrenOf(info) ?? []
  const status = smallIntegerOf(statusValue, 5)
  if (status === null) return { ok: false, reason: 'did not answer with a response after RFC 3161' }
  if (status > 1) {
    const said = more.flatMap((part) => childrenOf(part) ?? []).flatMap(textOf)
    const words = [statusWords[status], ...said].join(': ')
    return { ok: false, reason: `refused (${words.slice(0, 300)})` }
  }
  if (!(token instanceof asn1js.Sequence)) return { ok: false, reason: 'answered without a token' }
  return { ok: true, token: token.valueBeforeDecodeView.slice() }
}

/** PKIFreeText is a SEQUENCE OF UTF8String (RFC 4210 5.1.1). */
const textOf = (value: asn1js.AsnType): string[] =>
  value instanceof asn1js.Utf8String ? [value.getValue()] : []
