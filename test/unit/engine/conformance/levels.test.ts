// From checks to levels: what a file carries, and what it passes (IEC 62676-2-11 levels 0V, 0M, 0E).
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeIpro } from '#engine/exportfile/boxes/ipro.ts'
import { makeSigner, scratchFolder, writeSealed } from '#test/support/made-export.ts'
import type { Signer } from '#test/support/made-export.ts'
import { examinePath } from '#test/support/verify.ts'
import { examined, madeFile } from './made-file.ts'
import type { FileParts } from './made-file.ts'

const levels = (v: boolean, m: boolean, e: boolean): Record<string, boolean> => ({
  '0V': v,
  '0M': m,
  '0E': e,
})

describe('what a file carries', () => {
  const pictures: FileParts['tracks'] = (tracks) => tracks.slice(0, 1)
  it.each<[string, FileParts, Record<string, boolean>]>([
    ['pictures, metadata and events', {}, levels(true, true, true)],
    [
      'pictures and metadata',
      {
        metadata: (_, bytes) =>
          Buffer.from(
            Buffer.from(bytes)
              .toString()
              .replaceAll(/<wsnt:NotificationMessage[^]*<\/wsnt:NotificationMessage>/g, '')
              .replaceAll(/<tt:Event>[^]*<\/tt:Event>/g, ''),
          ),
      },
      levels(true, true, false),
    ],
    ['pictures alone', { tracks: pictures }, levels(true, false, false)],
    ['metadata alone', { tracks: (tracks) => tracks.slice(1) }, levels(false, false, false)],
    ['no statement of the export', { meta: { suep: null } }, levels(false, false, false)],
    ['no seal', { meta: { ipro: null } }, levels(false, false, false)],
    ['a holder of seals with none in it', { meta: { ipro: writeIpro() } }, levels(false, false, false)],
  ])('%s', async (_, parts, carried) => {
    expect((await examined(madeFile(parts))).inspection.levels).toEqual(carried)
  })
})

describe('what a file passes', () => {
  let signer: Signer
  beforeAll(async () => {
    signer = await makeSigner('VMS')
  })

  it('carries all levels and passes none where its seal does not match', async () => {
    const { inspection, conformance } = await examined(madeFile())
    expect(inspection.levels).toEqual(levels(true, true, true))
    expect(conformance.levels).toEqual({ '0V': 'fail', '0M': 'fail', '0E': 'fail' })
  })

  it.each([
    [true, { '0V': 'pass', '0M': 'pass', '0E': 'pass' }],
    [false, { '0V': 'pass', '0M': 'fail', '0E': 'fail' }],
  ])('sealed, with metadata: %s', async (withMetadata, passed) => {
    const path = join(scratchFolder(), 'a.mp4')
    await writeSealed(path, signer.key, { frames: 20, withMetadata })
    expect((await examinePath(path)).conformance.levels).toEqual(passed)
  })
})
