// `schi`, SchemeInformationBox: signature, certificate and what belongs to them (ONVIF EFF 26.06 5.6.3).
import { writeBox } from '#engine/isobmff/box-writer.ts'

/** `sibo`, SignatureBox: the raw signature; zeros while the input of the signature is computed. */
export const writeSibo = (signature: Uint8Array): Uint8Array => writeBox('sibo', signature)

/** `cert`, CertificateBox: one X.509 certificate in DER. */
export const writeCert = (certificateDer: Uint8Array): Uint8Array => writeBox('cert', certificateDer)

/** Children in the order `sibo`, `cert`, the rest. */
export const writeSchi = (...children: Uint8Array[]): Uint8Array => writeBox('schi', ...children)
