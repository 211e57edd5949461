import { expect, it } from 'vitest'
import { pictureTracks, sourceNames } from '#contract/picture-tracks.ts'
import { fakeTrack } from '#test/support/fake-item.ts'

it('tracks of pictures are those with any, in the order of the file', () => {
  const tracks = [
    fakeTrack({ id: 7, kind: 'audio' }),
    fakeTrack({ id: 5 }),
    fakeTrack({ id: 2, samples: 0 }),
    fakeTrack({ id: 1 }),
  ]
  expect(pictureTracks(tracks).map(({ id }) => id)).toEqual([5, 1])
})

it('a track has the names that are given to it, each once, and none of another', () => {
  const source = { url: '', mac: '', line: '' }
  const sources = [
    { trackId: 1, name: 'Gate', ...source },
    { trackId: 2, name: 'Yard', ...source },
    { trackId: 1, name: 'Gate', ...source },
    { trackId: 3, name: ' ', ...source },
  ]
  const said = { unitName: '', unitUrl: '', unitMac: '', time: null, operator: '', sources }
  expect([1, 2, 3, 4].map((id) => sourceNames({ export: said }, id))).toEqual([['Gate'], ['Yard'], [], []])
  expect(sourceNames({ export: null }, 1)).toEqual([])
})
