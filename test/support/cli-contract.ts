// The JSON of every command as the command line's contract writes it: the keys that scripts of others rely on. Written from
// that document and not from the product's own schemas. More keys may come; none of these may go or change.
import { z } from 'zod'

export const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/)
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().nonnegative()
const trust = z.enum(['trusted', 'untrusted', 'expired', 'not-yet-valid', 'revoked', 'not-checked'])
const verdict = z.enum(['sealed', 'broken', 'unsealed', 'unreadable'])
const level = z.enum(['0V', '0M', '0E'])
const startTime = z.looseObject({ trackId: z.int().positive(), utc: time })

export const Seal = z.looseObject({
  index: count,
  status: z.enum(['intact', 'broken', 'unsupported', 'empty']),
  algorithm: z.string(),
  keyBits: z.int().positive(),
  signer: z.looseObject({
    subject: z.string(),
    issuer: z.string(),
    serialNumber: z.string().min(1),
    sha256,
    notBefore: time,
    notAfter: time,
  }),
  trust,
  comment: z.string().nullable(),
  correctedStartTimes: z.array(startTime),
  deviations: z.array(z.looseObject({ code: z.string().min(1), detail: z.string().min(1) })),
})

export const MediaSigning = z.looseObject({
  trackId: z.int().positive(),
  scheme: z.enum(['onvif', 'axis']).nullable(),
  verdict: z.enum(['authentic', 'authentic-with-missing', 'not-authentic', 'not-signed', 'not-checkable']),
  trust,
  frames: count,
  framesVerified: count,
  framesPending: count,
  gops: z.looseObject({ ok: count, missing: count, bad: count }),
  firstVerifiedTime: time.nullable(),
  lastVerifiedTime: time.nullable(),
})

export const VerifiedFile = z.looseObject({
  path: z.string(),
  size: count,
  sha256: sha256.nullable(),
  verdict,
  reason: z.string().min(1).nullable(),
  unsealedBytes: count,
  seals: z.array(Seal),
  mediaSigning: z.array(MediaSigning),
})
export const Verify = z.looseObject({ files: z.array(VerifiedFile) })

export const Inspect = z.looseObject({
  path: z.string(),
  size: count,
  sha256,
  brands: z.array(z.string()),
  fragmented: z.boolean(),
  durationSeconds: z.number().nonnegative(),
  tracks: z.array(
    z.looseObject({
      id: z.int().positive(),
      kind: z.enum(['video', 'audio', 'metadata', 'other']),
      codec: z.string(),
      width: count,
      height: count,
      samples: count,
      startTime: time.nullable(),
      timescale: z.int().positive(),
    }),
  ),
  export: z
    .looseObject({
      unitName: z.string(),
      unitUrl: z.string(),
      unitMac: z.string(),
      time: time.nullable(),
      operator: z.string(),
      sources: z.array(
        z.looseObject({
          trackId: count,
          name: z.string(),
          url: z.string(),
          mac: z.string(),
          line: z.string(),
        }),
      ),
    })
    .nullable(),
  startTimes: z.array(
    startTime.extend({ origin: z.enum(['cstb', 'sumi', 'corrected cstb', 'misb', 'metadata', 'mvhd']) }),
  ),
  location: z
    .looseObject({
      name: z.string(),
      latitude: z.number(),
      longitude: z.number(),
      altitude: z.number().nullable(),
    })
    .nullable(),
  levels: z.looseObject({ '0V': z.boolean(), '0M': z.boolean(), '0E': z.boolean() }),
  issues: z.array(z.looseObject({ code: z.string(), offset: count.nullable(), detail: z.string() })),
})

const passFail = z.enum(['pass', 'fail'])
export const Conformance = z.looseObject({
  levels: z.looseObject({ '0V': passFail, '0M': passFail, '0E': passFail }),
  checks: z
    .array(
      z.looseObject({
        id: z.string().min(1),
        clause: z.string().regex(/\d/),
        title: z.string().min(1),
        result: z.enum(['pass', 'fail', 'warning', 'not-applicable', 'not-checked']),
        detail: z.string(),
        offset: count.nullable(),
      }),
    )
    .min(1),
})

export const MetadataItem = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('frame'),
    time,
    objects: z.array(
      z.looseObject({
        id: z.string().nullable(),
        class: z.string().nullable(),
        likelihood: z.number().min(0).max(1).nullable(),
        box: z
          .looseObject({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() })
          .nullable(),
        polygon: z.array(z.looseObject({ x: z.number(), y: z.number() })).nullable(),
        geoLocation: z.looseObject({ latitude: z.number(), longitude: z.number() }).nullable(),
      }),
    ),
  }),
  z.looseObject({
    kind: z.literal('event'),
    time,
    topic: z.string(),
    operation: z.string().nullable(),
    source: z.array(z.looseObject({ name: z.string(), value: z.string() })),
    key: z.array(z.looseObject({ name: z.string(), value: z.string() })),
    data: z.array(z.looseObject({ name: z.string(), value: z.string() })),
  }),
  z.looseObject({ kind: z.literal('ptz'), time, ptz: z.looseObject({ time }) }),
])
export const Metadata = z.looseObject({
  frames: count,
  objects: count,
  events: count,
  ptz: count,
  badSamples: count,
  classes: z.record(z.string(), count),
  topics: z.array(z.string()),
  firstFrame: time.nullable(),
  lastFrame: time.nullable(),
  items: z.array(MetadataItem),
})

export const Ingest = z.looseObject({
  case: z.string(),
  items: z.array(
    z.looseObject({
      id: z.uuid().nullable(),
      path: z.string(),
      sha256: sha256.nullable(),
      size: count,
      status: z.enum(['ingested', 'already-present', 'partial', 'failed']),
      verdict,
      levels: z.array(level),
      detail: z.string(),
    }),
  ),
})

export const Export = z.looseObject({
  package: z.string(),
  files: z.array(
    z.looseObject({
      path: z.string(),
      sha256,
      size: z.int().positive(),
      mode: z.enum(['resealed', 'cut']),
      from: time.nullable(),
      to: time.nullable(),
      samplesReencoded: z.literal(0),
      verdict,
    }),
  ),
})

export const Custody = z.looseObject({
  entries: count,
  valid: z.boolean(),
  head: sha256.nullable(),
  firstBad: z.int().positive().nullable(),
  items: z.array(
    z.looseObject({
      seq: z.int().positive(),
      time,
      actor: z.string(),
      action: z.string().min(1),
      itemId: z.uuid().nullable(),
      inputSha256: sha256.nullable(),
      outputSha256: sha256.nullable(),
      detail: z.record(z.string(), z.json()),
      hash: sha256,
    }),
  ),
})
