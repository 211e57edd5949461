// Identifiers of user data SEI that Exhibit knows, as 32 hex digits.

/** ONVIF Media Signing 26.06 5.10. */
export const onvifSigningUuid = '005bc93f2d715e95ada4796f90877a6f'
/** Axis Signed Video: “Signed Video...0”. */
export const axisSigningUuid = '5369676e656420566964656f2e2e2e30'
/** MISB ST 0604 in H.264: “MISPmicrosectime”. */
export const misbMicrosecondsH264 = '4d4953506d6963726f73656374696d65'
/** MISB ST 0604 in H.265. */
export const misbMicrosecondsH265 = 'a8687dd4d7593758a5cef0338b6545f1'
export const misbNanosecondsH265 = 'cf848278ee23306c9265e8fef22fb8b8'

export const signingUuids: ReadonlySet<string> = new Set([onvifSigningUuid, axisSigningUuid])
export const stampUuids: ReadonlySet<string> = new Set([
  misbMicrosecondsH264,
  misbMicrosecondsH265,
  misbNanosecondsH265,
])
