// What files are called that came in beside exports: with real files, a real ffmpeg, and files that want to be more than they are.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openFileSource } from '#engine/base/byte-source.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import { classifyCopy } from '#engine/ingest/classify.ts'
import type { Classification } from '#engine/ingest/classify.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import { guessFormat } from '#engine/media/video-formats.ts'
import { suiteFolder } from '../support/evidence.ts'
import { writeUnsealed } from '../support/made-export.ts'

const folder = suiteFolder()
const at = (name: string): string => join(folder, name)
let ffmpeg = ''

const picture = ['-f', 'lavfi', '-i', 'testsrc=size=176x144:rate=10:duration=2', '-pix_fmt', 'yuv420p']
function make(name: string, ...output: string[]): string {
  execFileSync(ffmpeg, ['-nostdin', '-loglevel', 'error', '-y', ...picture, ...output, at(name)])
  return at(name)
}

async function classify(path: string, name: string, program = ffmpeg): Promise<Classification> {
  const source = await openFileSource(path)
  try {
    const structure = await readStructure(source)
    return await classifyCopy(source, structure, name, new AbortController().signal, { program })
  } finally {
    await source.close()
  }
}

beforeAll(async () => {
  ffmpeg = await findFfmpeg()
})

describe('videos of other formats', () => {
  it.each([
    ['clip.avi', 'avi', 'mpeg4', ['-c:v', 'mpeg4']],
    ['clip.mkv', 'matroska', 'h264', ['-c:v', 'libx264']],
    ['clip.ts', 'mpegts', 'h264', ['-c:v', 'libx264']],
    ['clip.mpg', 'mpeg', 'mpeg1video', ['-c:v', 'mpeg1video', '-r', '25', '-f', 'mpeg']],
    ['clip.flv', 'flv', 'flv1', ['-c:v', 'flv']],
    ['clip.wmv', 'asf', 'wmv2', ['-c:v', 'wmv2', '-f', 'asf']],
    ['clip.h264', 'h264', 'h264', ['-c:v', 'libx264', '-f', 'h264']],
    ['clip.mjpeg', 'mjpeg', 'mjpeg', ['-c:v', 'mjpeg', '-f', 'mjpeg']],
    ['clip.m2v', 'mpegvideo', 'mpeg2video', ['-c:v', 'mpeg2video', '-r', '25', '-f', 'mpeg2video']],
  ])('%s', async (name, format, codec, output) => {
    const path = make(name, ...output)
    const { kind, probe, finding } = await classify(path, name)
    expect({ kind, finding }).toEqual({ kind: 'video', finding: null })
    expect(probe).toMatchObject({ format, codec, width: 176, height: 144 })
    // In the vault it has neither name nor ending.
    const bare = at(`bare-${name.replace('.', '-')}`)
    writeFileSync(bare, readFileSync(path))
    expect((await classify(bare, name)).kind).toBe('video')
    if (format !== 'h264' && format !== 'mjpeg' && format !== 'mpegvideo')
      expect(probe?.durationSeconds).toBeGreaterThan(1.5)
  })

  it('is known by its first bytes where the name says nothing or something else', async () => {
    const path = make('named.avi', '-c:v', 'mpeg4')
    expect((await classify(path, 'EXPORT.BIN')).probe?.format).toBe('avi')
    expect((await classify(path, 'report.pdf')).kind).toBe('video')
  })

  it('a duration cannot be put into a title', async () => {
    const path = make('title.mkv', '-c:v', 'libx264', '-metadata', 'title=x\n  Duration: 99:00:00.00, start')
    expect((await classify(path, 'title.mkv')).probe?.durationSeconds).toBeCloseTo(2, 0)
  })
})

describe('exports', () => {
  it('are what the boxes say, whatever they are called', async () => {
    await writeUnsealed(at('plain.mp4'))
    expect(await classify(at('plain.mp4'), 'notes.txt')).toEqual({
      kind: 'export',
      probe: null,
      finding: null,
    })
    // ffmpeg is not even asked.
    expect((await classify(at('plain.mp4'), 'plain.mp4', '/nonexistent')).kind).toBe('export')
  })
})

describe('attachments', () => {
  const other = (name: string, content: string | Uint8Array): string => {
    writeFileSync(at(name), content)
    return at(name)
  }

  it.each([
    ['protocol.pdf', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'],
    ['readme.txt', 'Start the player.\n'],
    ['player.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(4_000, 0x90)])],
    ['cameras.csv', 'name,url\nGate,rtsp://192.0.2.1/\n'],
    ['still.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ['archive.zip', Buffer.from('PK\u0003\u0004')],
  ])('%s: no program is started for it', async (name, content) => {
    // A program that is not there would be told.
    expect(await classify(other(name, content), name, '/nonexistent/ffmpeg')).toEqual({
      kind: 'attachment',
      probe: null,
      finding: null,
    })
  })

  it.each([
    ['broken.avi', Buffer.concat([Buffer.from('RIFF\0\0\0\0AVI LIST'), Buffer.alloc(3_000, 7)])],
    ['cut.mkv', Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f])],
    ['types.ts', 'export const x: number = 1\n'],
    ['noise.h264', Buffer.concat([Buffer.from([0, 0, 0, 1, 0x67]), Buffer.alloc(3_000, 0xa5)])],
  ])('%s: looks like a video and is none that opens, which is told', async (name, content) => {
    const { kind, finding } = await classify(other(name, content), name)
    expect(kind).toBe('attachment')
    expect(finding?.code).toBe('video-not-opened')
  })

  it('without ffmpeg, what looks like a video was not looked at', async () => {
    const path = make('unseen.avi', '-c:v', 'mpeg4')
    const { kind, finding } = await classify(path, 'unseen.avi', '/nonexistent/ffmpeg')
    expect(kind).toBe('attachment')
    expect(finding?.code).toBe('video-not-looked-at')
  })

  it('a file with the name of an export that cannot be read as one is told apart from a document', async () => {
    const { kind, finding } = await classify(other('dead.mp4', Buffer.alloc(5_000)), 'dead.mp4')
    expect(kind).toBe('attachment')
    expect(finding?.code).toBe('export-not-read')
  })
})

describe('lists of other files', () => {
  const lists = (target: string): [string, string][] => [
    ['list.m3u8', `#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:${target}\n#EXT-X-ENDLIST\n`],
    ['list.ffconcat', `ffconcat version 1.0\nfile 'file:${target}'\n`],
    ['list.mpd', `<?xml version="1.0"?><MPD><BaseURL>file:${target}</BaseURL></MPD>`],
    ['list.sdp', `v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n`],
  ]

  it('are attachments, under whatever name, and what they name is never opened', async () => {
    mkdirSync(at('secret'))
    const target = make('secret/other.ts', '-c:v', 'libx264')
    for (const victim of [target, '/etc/passwd']) {
      for (const [name, content] of lists(victim)) {
        writeFileSync(at(name), content)
        for (const called of [name, 'video.ts', 'video.h264', 'video.mjpeg']) {
          const { kind, probe, finding } = await classify(at(name), called)
          expect({ called, kind, probe }).toEqual({ called, kind: 'attachment', probe: null })
          expect(finding?.detail ?? '').not.toContain('root:')
        }
      }
    }
  })
})

describe('the guess', () => {
  it('is one of ffmpeg’s formats for single files', () => {
    const known = execFileSync(ffmpeg, ['-hide_banner', '-demuxers'], { encoding: 'utf8' })
    const names = [
      'avi',
      'mkv',
      'asf',
      'flv',
      'ogv',
      'ts',
      'mpg',
      'm2v',
      '264',
      'hevc',
      'mjpg',
      'dav',
      'mxf',
      'gxf',
      'rm',
    ]
    for (const ending of names) {
      const format = guessFormat(new Uint8Array(0), `x.${ending}`)
      expect(format, ending).not.toBeNull()
      expect(known).toMatch(new RegExp(`^ D[ d]* +(\\S+,)*${format ?? ''}(,\\S+)* `, 'm'))
    }
  })
})
