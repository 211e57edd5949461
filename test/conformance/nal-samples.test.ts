// Units of the reference files for signed video: as many as the reference programs count (see the README of the samples).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { NalUnit } from '#engine/bitstream/nal-unit.ts'
import { readVideo } from '#engine/bitstream/read-video.ts'
import { readSeiMessages, userDataUuid } from '#engine/bitstream/sei.ts'
import { sniffVideo } from '#engine/bitstream/sniff-video.ts'
import { axisSigningUuid, onvifSigningUuid } from '#engine/bitstream/user-data.ts'
import { needsSamples } from '../support/shared.ts'
import { movieOf } from '../support/stamped-video.ts'

const cases = [
  ['onvif-media-signing', 'test_signed_h264.mp4', onvifSigningUuid, 5],
  ['onvif-media-signing', 'test_h264.mp4', onvifSigningUuid, 0],
  ['axis-signed-video', 'signed_test_h264.mp4', axisSigningUuid, 5],
  ['axis-signed-video', 'signed_test_h264_modified_frame_137.mp4', axisSigningUuid, 6],
] as const

describe.each(cases)('%s/%s', (folder, name, uuid, signing) => {
  const path = needsSamples(folder)

  it('256 pictures, and the signing SEI whole', async () => {
    const file = readFileSync(join(path, name))
    const source = memorySource(name, file)
    const [track] = (await movieOf(file)).tracks.filter(({ handler }) => handler === 'vide')
    if (!track) throw new Error('no video track')
    const units: NalUnit[] = []
    const outcome = await readVideo(
      source,
      track,
      { unit: (nal) => units.push(nal) },
      { hash: 'sha256' },
      unwatched,
    )
    expect(outcome).toMatchObject({ complete: true, slices: 256 })
    const seis = units.flatMap(({ bytes }) => (bytes ? [readSeiMessages(bytes, 'h264')] : []))
    const signed = seis.filter(({ messages }) => messages.some((message) => userDataUuid(message) === uuid))
    expect(signed).toHaveLength(signing)
    expect(signed.every(({ complete }) => complete)).toBe(true)
    expect((await sniffVideo(source, track, unwatched.signal)).uuids.has(uuid)).toBe(signing > 0)
  })
})
