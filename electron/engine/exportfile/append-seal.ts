// Seals a copy of a file once more. Everything that an earlier seal covers stays byte for byte as it is: only the sizes of
// `meta` and `ipro` grow and one `sinf` is added at the end of `ipro` (ONVIF EFF 26.06 5.7.1).
import { EvidenceError } from '#contract/errors.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import type { Work } from '#engine/base/progress.ts'
import { writeBox, writeFullBox } from '#engine/isobmff/box-writer.ts'
import { writeHdlr } from '#engine/isobmff/boxes/hdlr.ts'
import { childOf, endOf } from '#engine/isobmff/box.ts'
import type { Box } from '#engine/isobmff/box.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import type { CstbEntry } from './boxes/cstb.ts'
import { writeCstb } from './boxes/cstb.ts'
import { writeIpro } from './boxes/ipro.ts'
import { writeSinf } from './boxes/sinf.ts'
import { writeSuep } from './boxes/suep.ts'
import type { Suep } from './boxes/suep.ts'
import { writeSumi } from './boxes/sumi.ts'
import type { Sumi } from './boxes/sumi.ts'
import { metaLimit } from './seal-coverage.ts'
import { sealLimit } from './seal-structure.ts'
import { SealWriter } from './seal-writer.ts'
import { findIntrusions } from './tail.ts'

/** What goes into a `meta` that Exhibit makes; parts that a file has already are left as they are. */
export type ExportStatement = {
  suep: Omit<Suep, 'version' | 'problems'>
  cstb: readonly CstbEntry[]
  sumi: Omit<Sumi, 'predecessorUri' | 'successorUri'> | null
}

export type SealRequest = {
  key: SealingKey
  comment: string
  /** Start times as this signer corrects them; empty where nothing is corrected. */
  startTimes: readonly CstbEntry[]
  /** For files that have no `meta` or no `suep` yet. */
  statement: ExportStatement
}

/** `meta` for a file that has none: `hdlr suep [cstb] [sumi] ipro{sinf}`, and where in it the signature goes. */
export function writeSealingMeta(
  request: SealRequest,
  signatureLength: number,
): { bytes: Uint8Array; signatureOffset: number } {
  const { suep, cstb, sumi } = request.statement
  const children = [
    writeHdlr({ handlerType: 'null', name: 'ONVIF' }),
    writeSuep(suep),
    ...(cstb.length > 0 ? [writeCstb(cstb)] : []),
    ...(sumi ? [writeSumi(sumi)] : []),
    writeIpro(makeSinf(request, signatureLength)),
  ]
  return withSignaturePlace(writeFullBox('meta', 0, 0, ...children), signatureLength, request)
}

/**
 * Copies `source` to `path` with one more seal. Fails with `seal-refused` where another seal cannot be added without
 * breaking what is there; then nothing is written.
 */
export async function appendSeal(
  source: ByteSource,
  path: string,
  request: SealRequest,
  work: Work,
): Promise<void> {
  const findings = new Findings()
  const tree = await readBoxTree(source, findings, work.signal)
  await readMovie(source, tree, findings, work.signal)
  const plan = await planAppend(source, tree, findings)
  const writer = await SealWriter.create(path, request.key)
  try {
    const { bytes, signatureOffset } = await buildMeta(source, plan.meta, request, writer.signatureLength)
    await copy(source, writer, 0, plan.bodyEnd, work, plan.patch)
    await writer.writeWithSignature(bytes, signatureOffset)
    await copy(source, writer, plan.tailStart, source.size, work, null)
    work.signal.throwIfAborted()
  } catch (error) {
    await writer.discard()
    throw error
  }
  await writer.finish()
}

type AppendPlan = {
  meta: Box | null
  /** Bytes [0, bodyEnd) come before `meta`, [tailStart, size) behind it. */
  bodyEnd: number
  tailStart: number
  /** A size field that said "to the end of the file" and has to say how much, now that something follows. */
  patch: { offset: number; bytes: Uint8Array } | null
}

async function planAppend(source: ByteSource, tree: BoxTree, findings: Findings): Promise<AppendPlan> {
  const refuse = (why: string): never => {
    throw new EvidenceError(
      'seal-refused',
      `“${source.name}” cannot be sealed: ${why} Nothing was written.`,
      { details: { path: source.name } },
    )
  }
  // What a player would later find at these places, the seal could not speak of.
  if (findings.has('samples-outside-file') || findings.has('samples-without-place'))
    refuse('samples of its tracks lie outside the file.')
  if (!tree.complete) refuse('it has more boxes than this version reads.')
  if (tree.boxes.length === 0) refuse('it is not an ISO base media file.')
  if (tree.trailing.start < tree.trailing.end) {
    refuse(`${tree.trailing.end - tree.trailing.start} bytes at offset ${tree.trailing.start} form no box.`)
  }
  const metas = tree.boxes.filter(({ type }) => type === 'meta')
  if (metas.length > 1) refuse(`it has ${metas.length} boxes ‘meta’.`)
  const meta = metas[0] ?? null
  const last = tree.boxes.at(-1)
  if (!meta) {
    const patch = last && last.sizeField === 'to-end' ? fixedSize(last) : null
    if (patch === 'too-large')
      refuse('its last box runs to the end of the file and is too large for a 32-bit size.')
    return {
      meta: null,
      bodyEnd: source.size,
      tailStart: source.size,
      patch: patch === 'too-large' ? null : patch,
    }
  }
  if (meta.size > metaLimit) refuse(`its box ‘meta’ has ${meta.size} bytes.`)
  if (meta.declaredSize !== BigInt(meta.size)) {
    refuse(
      `its box ‘meta’ says ${meta.declaredSize} bytes and has ${meta.size}; another seal would break those that are there.`,
    )
  }
  if (last?.sizeField === 'to-end') refuse('its last box has no size of its own.')
  const ipro = childOf(meta, 'ipro')
  const crooked = ipro && whyCrooked(ipro)
  if (crooked) refuse(crooked)
  if (ipro && endOf(ipro) !== endOf(meta))
    refuse('a box follows ‘ipro’ in ‘meta’; another seal would have to move it.')
  const behind = { start: endOf(meta), end: source.size }
  const [intrusion] = behind.start < behind.end ? await findIntrusions(source, tree, [behind]) : []
  if (intrusion) refuse(`${intrusion.what} lies behind ‘meta’, at offset ${intrusion.range.start}.`)
  return { meta, bodyEnd: meta.offset, tailStart: endOf(meta), patch: null }
}

/** Another `sinf` can follow only where those that are there fill `ipro` exactly and say so. */
function whyCrooked(ipro: Box): string | null {
  const sinfs = ipro.children
  if (sinfs.length >= sealLimit) return `it has ${sinfs.length} seals already.`
  const plain = [ipro, ...sinfs].every(
    ({ sizeField, declaredSize, size }) => sizeField !== 'to-end' && declaredSize === BigInt(size),
  )
  const end = sinfs.reduce(
    (at, box) => (box.type === 'sinf' && box.offset === at ? endOf(box) : -1),
    ipro.childrenOffset,
  )
  return plain && end === endOf(ipro)
    ? null
    : 'its seals do not fill their box ‘ipro’ exactly; another one would break them.'
}

function fixedSize(box: Box): AppendPlan['patch'] | 'too-large' {
  if (box.size > 0xffff_ffff) return 'too-large'
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(box.size)
  return { offset: box.offset, bytes }
}

async function buildMeta(
  source: ByteSource,
  meta: Box | null,
  request: SealRequest,
  signatureLength: number,
): Promise<{ bytes: Uint8Array; signatureOffset: number }> {
  if (!meta) return writeSealingMeta(request, signatureLength)
  const stored = Buffer.from(await source.read(meta.offset, meta.size))
  const ipro = childOf(meta, 'ipro')
  const sinf = makeSinf(request, signatureLength)
  if (ipro) {
    const grown = Buffer.concat([stored, sinf])
    growSize(grown, ipro.offset - meta.offset, ipro, sinf.length)
    growSize(grown, 0, meta, sinf.length)
    return withSignaturePlace(grown, signatureLength, request)
  }
  const { suep, cstb } = request.statement
  const added = [
    ...(childOf(meta, 'suep') ? [] : [writeSuep(suep)]),
    ...(childOf(meta, 'cstb') || cstb.length === 0 ? [] : [writeCstb(cstb)]),
    writeIpro(sinf),
  ]
  const grown = Buffer.concat([stored, ...added])
  growSize(grown, 0, meta, grown.length - stored.length)
  return withSignaturePlace(grown, signatureLength, request)
}

function growSize(bytes: Buffer, at: number, box: Box, by: number): void {
  if (box.sizeField === 64) bytes.writeBigUInt64BE(BigInt(box.size + by), at + 8)
  else bytes.writeUInt32BE(box.size + by, at)
}

const makeSinf = (request: SealRequest, signatureLength: number): Uint8Array =>
  writeSinf({
    signature: new Uint8Array(signatureLength),
    certificateDer: request.key.certificate.der,
    startTimes: request.startTimes,
    comment: request.comment,
  })

/** The new `sinf` ends the bytes, so its `sibo` is found from the end, through what is known to follow it. */
function withSignaturePlace(
  bytes: Uint8Array,
  signatureLength: number,
  request: SealRequest,
): { bytes: Uint8Array; signatureOffset: number } {
  const header = Buffer.from(writeBox('sibo', new Uint8Array(signatureLength))).subarray(0, 8)
  const sinf = Buffer.from(makeSinf(request, signatureLength))
  const inSinf = sinf.indexOf(header)
  return { bytes, signatureOffset: bytes.length - sinf.length + inSinf + header.length }
}

async function copy(
  source: ByteSource,
  writer: SealWriter,
  start: number,
  end: number,
  work: Work,
  patch: AppendPlan['patch'],
): Promise<void> {
  let at = start
  for await (const chunk of source.stream(start, end, work.signal)) {
    await writer.write(patch ? patched(chunk, at, patch) : chunk)
    at += chunk.length
    work.report({ label: source.name, done: at, total: source.size, unit: 'bytes' })
  }
}

/** A copy of `chunk` (which begins at `at` in the file) with the patch applied as far as it lies in it. */
function patched(chunk: Uint8Array, at: number, patch: NonNullable<AppendPlan['patch']>): Uint8Array {
  if (patch.offset >= at + chunk.length || at >= patch.offset + patch.bytes.length) return chunk
  const bytes = Uint8Array.from(chunk)
  for (const [index, byte] of patch.bytes.entries()) {
    const place = patch.offset + index - at
    if (place >= 0 && place < bytes.length) bytes[place] = byte
  }
  return bytes
}
