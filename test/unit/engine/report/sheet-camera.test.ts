// A still on a sheet names the camera of its own track: what the export says of another track is not said of this one.
import { expect, it } from 'vitest'
import { identityRows } from '#engine/report/sheet-facts.ts'
import type { SheetStill } from '#engine/report/sheet-still.ts'
import { verdicts } from '#test/support/fake-evidence.ts'
import { fakeItem, fakeTrack } from '#test/support/fake-item.ts'
import { fakeMark } from '#test/support/fake-mark.ts'

function cameraOf(trackId: number, tracks: number[], named: Record<number, string>): string | undefined {
  const start = '2026-05-01T12:00:00.000Z'
  const given = { camera: 'Gate', name: 'both.mp4', start, seconds: 10, verification: verdicts.trusted }
  const item = structuredClone(fakeItem(given, 1))
  item.inspection.tracks = tracks.map((id) => fakeTrack({ id }))
  if (item.inspection.export)
    item.inspection.export.sources = Object.entries(named).map(([id, name]) => ({
      ...{ trackId: Number(id), name, url: '', mac: '', line: '' },
    }))
  const still: SheetStill = {
    ...{ item, mark: fakeMark({ trackId }), part: 'only', sample: 0, place: null, camera: null, number: 1 },
    times: { utc: null, origin: null, uncorrected: null, corrected: null },
    made: { refused: 'No picture is needed here.' },
  }
  return identityRows(still, 1)[0]?.value
}

it('is that of its track, the item’s where there is one track, and else not said', () => {
  const both = { 1: 'Gate', 2: 'Yard' }
  expect([1, 2].map((id) => cameraOf(id, [1, 2], both))).toEqual(['Gate', 'Yard'])
  expect(cameraOf(2, [1, 2], { 1: 'Gate' })).toBe('not said by the file')
  expect(cameraOf(1, [1], { 9: 'Gate' })).toBe('Gate')
})
