// The real ffmpeg: thumbnails and frame hashes of synthetic recordings, and files that try to reach further.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ffmpegVersion, fileArgument, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import { frameHashes } from '#engine/media/frame-hash.ts'
import { makeThumbnail } from '#engine/media/thumbnail.ts'
import { failureOf, temporaryFolder } from '#test/support/store.ts'

/** Three seconds, a sync frame each second, as the recorders of cheap cameras write it. */
async function recording(
  name = 'a.mp4',
  source = 'testsrc2=size=640x480:rate=10:duration=3',
  ...more: string[]
): Promise<string> {
  const file = path.join(temporaryFolder(), name)
  const codec = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '10', ...more]
  await runFfmpeg(['-f', 'lavfi', '-i', source, ...codec, fileArgument(file)])
  return file
}

/** Width and height as the frame header of a JPEG says (ITU-T T.81 B.2.2). */
function jpegSize(bytes: Buffer): { width: number; height: number } {
  for (let at = 2; at < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0
    if (marker >= 0xc0 && marker <= 0xc3)
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
  }
  throw new Error('no frame header')
}

test('ffmpeg is there and says its version', async () => {
  expect(await ffmpegVersion(await findFfmpeg())).toMatch(/^\S*\d/)
})

test('a thumbnail is 320 pixels wide, in the proportions of the picture, and the source is unchanged', async () => {
  const source = await recording()
  const before = createHash('sha256').update(readFileSync(source)).digest('hex')
  const destination = path.join(temporaryFolder(), 'thumb.jpg')
  expect(await makeThumbnail({ source, destination, durationSeconds: 3 })).toEqual({ made: true })
  expect(jpegSize(readFileSync(destination))).toEqual({ width: 320, height: 240 })
  expect(readdirSync(path.dirname(destination))).toEqual(['thumb.jpg'])
  expect(createHash('sha256').update(readFileSync(source)).digest('hex')).toBe(before)
})

test('pixels that are not square are counted in', async () => {
  const source = await recording('a.mp4', 'testsrc2=size=320x480:rate=10:duration=1,setsar=2')
  const destination = path.join(temporaryFolder(), 'thumb.jpg')
  expect(await makeThumbnail({ source, destination })).toEqual({ made: true })
  expect(jpegSize(readFileSync(destination))).toEqual({ width: 320, height: 240 })
})

test.each([
  ['the duration is wrong', 'a.mp4', 9_999],
  ['the name looks like an address', 'http:x y.mp4', 3],
  ['the name looks like an option', '-i.mp4', 3],
  ['the name has a percent sign', 'cam%03d.mp4', 3],
])('a thumbnail is made where %s', async (_, name, durationSeconds) => {
  const source = await recording(name)
  const destination = path.join(temporaryFolder(), 'thumb%d.jpg')
  expect(await makeThumbnail({ source, destination, durationSeconds })).toEqual({ made: true })
})

test('a file without a picture gives a reason and no thumbnail', async () => {
  const folder = temporaryFolder()
  const destination = path.join(folder, 'thumb.jpg')
  writeFileSync(path.join(folder, 'broken.mp4'), Buffer.alloc(5_000, 1))
  const audio = path.join(folder, 'audio.mp4')
  await runFfmpeg(['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac', fileArgument(audio)])
  for (const source of ['broken.mp4', 'audio.mp4', 'none.mp4'].map((name) => path.join(folder, name))) {
    expect(await makeThumbnail({ source, destination })).toEqual({
      made: false,
      reason: expect.any(String) as string,
      isOfFile: true,
    })
  }
  expect(readdirSync(folder).sort()).toEqual(['audio.mp4', 'broken.mp4'])
})

test('a picture that this computer cannot make now says nothing about the file', async () => {
  const source = await recording('fine.mp4')
  const folder = temporaryFolder()
  const request = { source, destination: path.join(folder, 'thumb.jpg') }
  const program = path.join(folder, 'no-ffmpeg')
  expect(await makeThumbnail(request, { program })).toMatchObject({ made: false, isOfFile: false })
  const nowhere = { source, destination: path.join(folder, 'none', 'thumb.jpg') }
  expect(await makeThumbnail(nowhere)).toMatchObject({ made: false, isOfFile: false })
})

test('an abort is not a missing thumbnail', async () => {
  const signal = AbortSignal.abort(new Error('cancelled'))
  const request = { source: await recording(), destination: path.join(temporaryFolder(), 'thumb.jpg') }
  await expect(makeThumbnail(request, { signal })).rejects.toThrow('cancelled')
})

test('a playlist that poses as evidence reaches neither the network nor other files', async () => {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const secret = await recording('secret.ts', undefined, '-f', 'mpegts')
  const folder = temporaryFolder()
  const destination = path.join(folder, 'thumb.jpg')
  const playlist = (target: string): string =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n${target}\n#EXT-X-ENDLIST\n`
  for (const [name, content] of [
    ['hls-network.mp4', playlist(`http://127.0.0.1:${port}/hls.ts`)],
    ['hls-file.mp4', playlist(secret)],
    ['concat.mp4', `ffconcat version 1.0\nfile '${secret}'\n`],
  ] as const) {
    const source = path.join(folder, name)
    writeFileSync(source, content)
    expect(await makeThumbnail({ source, destination }), name).toMatchObject({ made: false })
  }
  // Without the list of readers, the list of protocols alone still keeps it off the network.
  const network = path.join(folder, 'hls-network.mp4')
  expect(await failureOf(() => runFfmpeg(['-i', fileArgument(network), '-f', 'null', '-']))).toBe(
    'ffmpeg-failed',
  )
  expect(hits).toEqual([])
})

test('frame hashes tell stored samples and decoded pictures apart, and find one changed frame', async () => {
  const source = await recording()
  const stored = await frameHashes({ source, of: 'stored' })
  const decoded = await frameHashes({ source, of: 'decoded' })
  expect(stored).toHaveLength(30)
  expect(decoded).toHaveLength(30)
  expect(new Set(decoded.map(({ size }) => size))).toEqual(new Set([640 * 480 * 1.5]))
  expect(new Set(decoded.map(({ md5 }) => md5)).size).toBe(30)
  expect(await frameHashes({ source, of: 'decoded' })).toEqual(decoded)

  const copy = path.join(temporaryFolder(), 'copy.mkv')
  await runFfmpeg(['-i', fileArgument(source), '-c', 'copy', fileArgument(copy)])
  const hashes = async (file: string): Promise<string[]> =>
    (await frameHashes({ source: file, of: 'decoded' })).map(({ md5 }) => md5)
  expect(await hashes(copy)).toEqual(decoded.map(({ md5 }) => md5))
  const other = await recording('b.mp4', 'testsrc2=size=640x480:rate=10:duration=3,drawbox=enable=eq(n\\,20)')
  expect(await hashes(other)).not.toEqual(decoded.map(({ md5 }) => md5))
})

test('decoded hashes are those that ffmpeg gives by itself for raw pictures', async () => {
  const source = await recording()
  const raw = await runFfmpeg(['-i', fileArgument(source), '-f', 'rawvideo', 'pipe:1'])
  const size = 640 * 480 * 1.5
  const expected = Array.from({ length: 30 }, (_, at) =>
    createHash('md5')
      .update(raw.subarray(at * size, (at + 1) * size))
      .digest('hex'),
  )
  expect((await frameHashes({ source, of: 'decoded' })).map(({ md5 }) => md5)).toEqual(expected)
})

test('a file may be piped in', async () => {
  const bytes = readFileSync(await recording('a.ts', undefined, '-f', 'mpegts'))
  const said = await runFfmpeg(['-i', 'pipe:0', '-f', 'framemd5', 'pipe:1'], { input: [bytes] })
  expect(
    new TextDecoder()
      .decode(said)
      .split('\n')
      .filter((line) => /^0,/.test(line)),
  ).toHaveLength(30)
})
