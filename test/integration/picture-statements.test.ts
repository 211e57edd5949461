// What is read of the picture is what ffprobe reads of it: sizes, shape of the pixels, range, colours, fields.
import { execFileSync } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { pictureStatements } from '#engine/bitstream/picture-statements.ts'
import type { PictureOrigin } from '#contract/picture.ts'
import { MediaFolder, hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'

type Probed = Record<string, string | number | undefined>

function probe(path: string): Probed {
  const fields =
    'width,height,coded_width,coded_height,sample_aspect_ratio,color_range,color_space,color_transfer,color_primaries,field_order'
  const args = ['-v', 'error', '-select_streams', 'v:0', '-of', 'json', '-show_entries', `stream=${fields}`]
  const text = execFileSync('ffprobe', [...args, path], { encoding: 'utf8' })
  return (JSON.parse(text) as { streams: Probed[] }).streams[0] ?? {}
}

const ranges: Record<string, string> = { limited: 'tv', full: 'pc' }
/** ffprobe's names by code point. */
const colours: Record<string, string> = {
  1: 'bt709',
  5: 'bt470bg',
  6: 'smpte170m',
  9: 'bt2020',
  16: 'smpte2084',
}
const colourOf = (value = ''): string => colours[value.split(' ')[0] ?? ''] ?? ''

const h264 = ['-c:v', 'libx264', '-preset', 'superfast', '-pix_fmt', 'yuv420p']
const h265 = ['-c:v', 'libx265', '-preset', 'medium', '-pix_fmt', 'yuv420p', '-tag:v', 'hvc1']
const recipes: Record<string, string[]> = {
  'wide.mp4': [
    ...h264,
    '-vf',
    'setsar=16/11',
    '-colorspace',
    'bt470bg',
    '-color_trc',
    'bt709',
    '-color_primaries',
    'bt709',
    '-color_range',
    'tv',
  ],
  'fields.mp4': [...h264, '-vf', 'setsar=12/11', '-flags', '+ildct+ilme', '-x264-params', 'tff=1'],
  'full-range.mp4': [
    ...h264,
    '-x264-params',
    'range=pc:colormatrix=smpte170m',
    '-profile:v',
    'high',
    '-bf',
    '3',
  ],
  // Many reference sets, some predicted from others; a group of pictures with pyramids.
  'h265.mp4': [
    ...h265,
    '-vf',
    'setsar=40/33',
    '-x265-params',
    'log-level=error:bframes=6:ref=5:scaling-list=default:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:range=full',
  ],
  'h265-fields.mp4': [...h265, '-vf', 'setsar=18/11', '-x265-params', 'log-level=error:interlace=tff'],
}

describe.skipIf(!hasFfmpeg)('what is said of the picture', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())

  for (const [name, args] of Object.entries(recipes)) {
    it(`is what ffprobe reads: ${name}`, async () => {
      const path = folder.file(name)
      const source = ['-f', 'lavfi', '-i', 'testsrc=size=324x184:rate=25', '-t', '1']
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, ...args, path], { stdio: 'pipe' })
      const probed = probe(path)
      const { source: file, movie } = await readFile(path)
      const track = movie.tracks[0]!
      const said = await pictureStatements(file, track).finally(() => file.close())
      const value = (fact: string, origin: PictureOrigin = 'sps'): string | undefined =>
        said.statements.find((one) => one.fact === fact && one.origin === origin)?.value
      expect(value('stored')).toBe(`${probed['width']}×${probed['height']}`)
      expect(value('stored', 'entry')).toBe(value('stored'))
      expect(value('pixelAspect')).toBe(
        probed['sample_aspect_ratio'] === 'N/A' ? undefined : probed['sample_aspect_ratio'],
      )
      expect(ranges[value('range') ?? '']).toBe(probed['color_range'])
      expect(colourOf(value('matrix'))).toBe(String(probed['color_space'] ?? '').replace(/nc$/, ''))
      expect(colourOf(value('transfer'))).toBe(probed['color_transfer'] ?? '')
      expect(colourOf(value('primaries'))).toBe(probed['color_primaries'] ?? '')
      // Of H.265 ffprobe does not tell it; the encoder was asked for fields.
      const isFields = /^(tt|bb|tb|bt)$/.test(String(probed['field_order'])) || name === 'h265-fields.mp4'
      expect(value('scan')).toBe(isFields ? 'fields' : 'frames')
      // Coding blocks: sixteen pixels of H.264, pairs of them where fields are stored; eight of H.265.
      const [width = 0, height = 0] = (value('coded') ?? '').split('×').map(Number)
      expect(width % 8).toBe(0)
      expect(height - Number(probed['height'])).toBeLessThan(32)
    })
  }
})
