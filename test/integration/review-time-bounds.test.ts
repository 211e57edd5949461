// How well a time is known: the bound must hold what the file may have meant.
import { describe, expect, it } from 'vitest'
import { describeTiming } from '#engine/exportfile/timing.ts'
import { timeOf } from '../support/made-export.ts'
import { parseUtc } from '#engine/base/time.ts'
import { readStatedClock } from '#engine/exportfile/stated-clock.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { xmpUuid } from '#engine/exportfile/boxes/clock-offset.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scratchFolder } from '../support/made-export.ts'

describe('uncertainty', () => {
  it('reaches to the other start that the edit list allows', () => {
    const track = {
      id: 1,
      timescale: 12_800,
      edits: [{ mediaTime: 1024, segmentDuration: 1, rate: 1 }],
      samples: {
        length: 1,
        decodeTime: [0],
        compositionOffset: [1024],
        size: [1],
        offset: [0],
        sync: [1],
        duration: [512],
      },
    } as never
    const [timing] = describeTiming(
      [track],
      [{ trackId: 1, time: timeOf('2026-05-01T12:00:00.000Z'), origin: 'cstb' }],
      [],
    )
    console.log(timing)
    const apart = Number(parseUtc(timing!.utc!)! - parseUtc(timing!.editAmbiguity!.alternative)!) / 10
    expect(timing!.uncertaintyMicros).toBeGreaterThanOrEqual(apart)
  })
})
describe('hostile XMP', () => {
  it('does not hold up the engine', async () => {
    const path = join(scratchFolder(), 'x.mp4')
    const xmp = Buffer.from('<a>' + '\u0001'.repeat((1 << 20) - 10))
    const box = Buffer.from(writeBox('uuid', Buffer.from(xmpUuid, 'hex'), xmp))
    writeFileSync(
      path,
      Buffer.concat([
        Buffer.from('000000106674797069736f6d00000000', 'hex'),
        ...Array.from({ length: 16 }, () => box),
      ]),
    )
    const source = await openFileSource(path)
    const findings = new Findings()
    const tree = await readBoxTree(source, findings)
    const t = performance.now()
    let worst = 0,
      last = t
    const timer = setInterval(() => {
      worst = Math.max(worst, performance.now() - last)
      last = performance.now()
    }, 10)
    await readStatedClock(source, tree, findings)
    await new Promise((resolve) => setTimeout(resolve, 30))
    clearInterval(timer)
    await source.close()
    console.log('total', performance.now() - t, 'worst block', worst)
    expect(worst).toBeLessThan(1_000)
  }, 300_000)
})
