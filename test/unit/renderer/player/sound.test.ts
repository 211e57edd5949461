// Sound is heard at the time of the pictures, wherever they go: measured on what an audio device would give out.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pcmPort, type OpenSoundPort } from '../../../../renderer/features/player/sound-port.ts'
import { SampleMissing, type SampleReader } from '../../../../renderer/features/player/sample-reader.ts'
import { Sound } from '../../../../renderer/features/player/sound.ts'
import { soundShift } from '../../../../renderer/state/sound-shift.ts'
import { fakeTrack } from '#test/support/fake-item.ts'
import { tableOf } from '../state/sample-table.ts'
import { FakeAudio } from './fake-audio.ts'

/** One value a millisecond, which is its own number: what is heard says of which millisecond of the track it is. */
const sampleRate = 1_000
/** Stored samples of 100 ms. */
const ticks = 100
const format = { coding: 'integer', bytes: 2, littleEndian: true, channels: 1, sampleRate } as const
/** A display calls so often. */
const frameMs = 20

let now = 0
let opened = 0
let readMs = 0
beforeEach(() => {
  ;[now, opened, readMs] = [50_000, 0, 0]
  vi.stubGlobal('AudioContext', FakeAudio)
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

type Given = { shift?: number; holeAfter?: number; read?: (sample: number) => Promise<void> }

/** 20 s of sound; after sample `holeAfter` there are 2 s of nothing. */
function openSound({ shift = 0, holeAfter = Infinity, read = arrive }: Given = {}): Sound {
  const composition = (sample: number): number => sample * ticks + (sample > holeAfter ? 2_000 : 0)
  const table = tableOf(
    Array.from({ length: 200 }, (_, sample) => ({ composition: composition(sample), duration: ticks })),
  )
  const reader = {
    read: async (sample: number) => {
      await read(sample)
      const values = Int16Array.from({ length: ticks }, (_, at) => composition(sample) + at)
      return new Uint8Array(values.buffer)
    },
    close: () => undefined,
  } as unknown as SampleReader
  const openPort: OpenSoundPort = (events) => {
    opened += 1
    return pcmPort(format)(events)
  }
  return new Sound(table, reader, { openPort, sampleRate }, shift)
}

/** The first bytes are there after `readMs` of the pictures' clock, and with them those that follow. */
async function arrive(): Promise<void> {
  const due = now + readMs
  readMs = 0
  while (now < due) await turn()
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

type Heard = { media: number; /** Seconds of the audio track; null: silence. */ sound: number | null }

/** Plays the pictures from `from` for so many seconds, and tells what is heard at each of them. `pace`: of the audio device's clock. */
async function play(sound: Sound, from: number, seconds: number, pace = 1): Promise<Heard[]> {
  const heard: Heard[] = []
  for (let at = 0; at < seconds * 1_000; at += frameMs) {
    const media = from + at / 1_000
    sound.follow(media)
    // Reading and decoding take their turns.
    for (let done = 0; done < 4; done += 1) await turn()
    const value = FakeAudio.last.heardAt()
    heard.push({ media, sound: value === null ? null : Math.round(value * 32_768) / 1_000 })
    now += frameMs
    FakeAudio.last.currentTime += (frameMs / 1_000) * pace
  }
  return heard
}

/** How far sound and pictures are apart, at most; `shift` as it should be. Silence is infinitely far. */
const apart = (heard: readonly Heard[], shift = 0): number =>
  Math.max(...heard.map(({ media, sound }) => (sound === null ? Infinity : Math.abs(sound + shift - media))))

describe('sound', () => {
  it('is heard at the time of the pictures, from the first on', async () => {
    const sound = openSound()
    expect(apart(await play(sound, 3.21, 2))).toBeLessThan(0.0015)
    expect(opened).toBe(1)
  })

  it.each([0.25, -0.3, 0.559])('that begins %d s beside the pictures lies there', async (shift) => {
    const sound = openSound({ shift })
    expect(apart(await play(sound, 3, 1), shift)).toBeLessThan(0.0015)
  })

  it('lies where the edit lists put it', async () => {
    const video = fakeTrack({ timescale: 12_800, editMediaTime: 1_024 })
    const audio = fakeTrack({ ...{ id: 2, kind: 'audio', timescale: sampleRate }, editDelaySeconds: 0.5 })
    const sound = openSound({ shift: soundShift(video, audio, []) })
    // Pictures begin 0.08 s, the sound 0 s into their tracks; the sound is shown half a second later.
    const heard = await play(sound, 4, 0.2)
    expect(apart(heard, 0.58)).toBeLessThan(0.0015)
  })

  it('is silent before it begins, and begins in time', async () => {
    const heard = await play(openSound({ shift: 0.5 }), 0, 1.5)
    const silent = heard.filter(({ sound }) => sound === null)
    expect(silent.map(({ media }) => media)).toEqual(
      heard.map(({ media }) => media).filter((media) => media < 0.5),
    )
    expect(apart(heard.slice(silent.length), 0.5)).toBeLessThan(0.0015)
  })

  // Stored samples are joined by twos: one of them may be the last before the hole.
  it.each([39, 40])(
    'is silent where nothing was recorded after sample %d, and goes on in time',
    async (last) => {
      const heard = await play(openSound({ holeAfter: last }), 3, 4)
      const end = (last + 1) / 10
      const isHole = ({ media }: Heard): boolean => media > end - 0.001 && media < end + 1.999
      expect(heard.filter(isHole).every(({ sound }) => sound === null)).toBe(true)
      expect(apart(heard.filter((one) => !isHole(one)))).toBeLessThan(0.0015)
    },
  )

  it.each([40, 41])(
    'is silent from sample %d on for as long as bytes are missing, and goes on in time',
    async (missing) => {
      const isMissing = (sample: number): boolean => sample >= missing && sample < missing + 3
      const sound = openSound({
        read: (sample) =>
          isMissing(sample) ? Promise.reject(new SampleMissing('zeros')) : Promise.resolve(),
      })
      const heard = await play(sound, 3, 2)
      const isSilent = ({ media }: Heard): boolean => isMissing(Math.floor(media * 10 + 0.01))
      expect(heard.filter(isSilent).every((one) => one.sound === null)).toBe(true)
      expect(apart(heard.filter((one) => !isSilent(one)))).toBeLessThan(0.0015)
      expect(sound.failure).toBeNull()
    },
  )

  it('is placed anew where the clock of the audio device runs away, and only then', async () => {
    const slow = await play(openSound(), 2, 6, 0.95)
    // 0.08 s are allowed; one step of the display until it is seen.
    expect(apart(slow)).toBeLessThan(0.085)
    expect(opened).toBeGreaterThan(2)
    opened = 0
    const fast = await play(openSound(), 2, 6, 1.05)
    expect(apart(fast)).toBeLessThan(0.085)
    opened = 0
    await play(openSound(), 2, 6, 1.01)
    expect(opened).toBe(1)
  })

  it('that arrives late is heard from where it ought to be, not from its beginning', async () => {
    readMs = 300
    const heard = await play(openSound(), 2, 2)
    const first = heard.findIndex(({ sound }) => sound !== null)
    expect(first).toBeGreaterThan(0)
    const later = heard.slice(first).filter(({ sound }) => sound !== null)
    expect(apart(later)).toBeLessThan(0.0015)
  })

  it('ends with a jump, and begins at the other place', async () => {
    const sound = openSound()
    await play(sound, 2, 1)
    // While the picture of the other place is decoded.
    sound.follow(null)
    expect(FakeAudio.last.heardAt()).toBeNull()
    expect([0.1, 0.5, 1].map((later) => FakeAudio.last.heardAt(FakeAudio.last.currentTime + later))).toEqual([
      null,
      null,
      null,
    ])
    expect(apart(await play(sound, 11.5, 1))).toBeLessThan(0.0015)
    sound.follow(null)
    expect(apart(await play(sound, 0.7, 1))).toBeLessThan(0.0015)
  })

  it('of the place before is not heard where its bytes come after a jump', async () => {
    readMs = 300
    const sound = openSound()
    await play(sound, 2, 0.08)
    sound.follow(null)
    const heard = await play(sound, 9, 1.5)
    const told = heard.filter((one) => one.sound !== null)
    expect(told.length).toBe(heard.length)
    expect(apart(told)).toBeLessThan(0.0015)
  })

  it('is not decoded while it is muted, and comes back in time', async () => {
    const sound = openSound()
    await play(sound, 2, 0.5)
    sound.setVolume(0.5, true)
    expect((await play(sound, 2.5, 0.5)).every((one) => one.sound === null)).toBe(true)
    expect([opened, FakeAudio.last.gain.value]).toEqual([1, 0])
    sound.setVolume(0.5, false)
    expect(apart(await play(sound, 3, 0.5))).toBeLessThan(0.0015)
    expect(FakeAudio.last.gain.value).toBe(0.5)
    sound.setVolume(0, false)
    expect((await play(sound, 3.5, 0.2)).at(-1)?.sound).toBeNull()
  })

  it.each([18.9, 19])('from %d s on ends where it ends', async (from) => {
    const heard = await play(openSound(), from, 2)
    expect(apart(heard.filter(({ media }) => media < 19.999))).toBeLessThan(0.0015)
    expect(heard.filter(({ media }) => media > 20).every(({ sound }) => sound === null)).toBe(true)
  })

  it('that cannot be read says why, and stays silent', async () => {
    const sound = openSound({
      read: (sample) => (sample < 25 ? Promise.resolve() : Promise.reject(new Error('the medium is bad'))),
    })
    await play(sound, 2, 1)
    expect(sound.failure).toBe('the medium is bad')
    expect((await play(sound, 3, 0.5)).every((one) => one.sound === null)).toBe(true)
    sound.close()
    expect(FakeAudio.last.state).toBe('closed')
  })
})
