// The NAL units of a video's first track as a list that tests may change, and their verification.
import { createHash } from 'node:crypto'
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { NalUnit } from '#engine/bitstream/nal-unit.ts'
import { readVideo } from '#engine/bitstream/read-video.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import { SigningVerifier } from '#engine/mediasigning/signing-verifier.ts'
import type { SigningOutcome } from '#engine/mediasigning/signing-verifier.ts'

export async function readUnits(mp4: Uint8Array): Promise<NalUnit[]> {
  const source = memorySource('video', mp4)
  const findings = new Findings()
  const movie = await readMovie(source, await readBoxTree(source, findings), findings)
  const track = movie.tracks.find(({ handler }) => handler === 'vide')
  if (!track) throw new Error('no video track')
  const units: NalUnit[] = []
  await readVideo(source, track, { unit: (nal) => void units.push(nal) }, { hash: 'sha256' }, unwatched)
  return units
}

/** In their order, whatever samples they say. */
export function verifyUnits(units: readonly NalUnit[]): SigningOutcome {
  const verifier = new SigningVerifier({ trackId: 1, codec: 'h264', hash: 'sha256' })
  for (const unit of units) verifier.unit(unit)
  return verifier.finish()
}

/** The unit with other bytes in it. */
export const altered = (unit: NalUnit): NalUnit =>
  unit.digest ? { ...unit, digest: createHash('sha256').update(unit.digest).digest() } : unit
