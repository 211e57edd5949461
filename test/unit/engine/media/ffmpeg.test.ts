import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { fileArgument, ffmpegVersion, guarded, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { findFfmpeg, findFfprobe } from '#engine/media/ffmpeg-program.ts'
import { failureOf, temporaryFolder } from '#test/support/store.ts'

/** A program of that name that says what it is told to. */
function fakeProgram(name: string, code: string, folder = temporaryFolder()): string {
  const file = path.join(folder, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `#!${process.execPath}\n${code}\n`)
  chmodSync(file, 0o755)
  return file
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

test('every input is kept to local files and pipes, and nothing is ever asked', () => {
  const args = guarded([
    '-ss',
    '3',
    '-i',
    'file:a.mp4',
    '-f',
    'lavfi',
    '-i',
    'testsrc',
    '-map',
    '0',
    'pipe:1',
  ])
  expect(args[0]).toBe('-nostdin')
  expect(args.slice(args.indexOf('-ss'))).toEqual(
    [
      ['-ss', '3', '-protocol_whitelist', 'file,pipe', '-i', 'file:a.mp4'],
      ['-f', 'lavfi', '-protocol_whitelist', 'file,pipe', '-i', 'testsrc'],
      ['-map', '0', 'pipe:1'],
    ].flat(),
  )
})

test('a file of the name -i is a file', () => {
  expect(guarded(['-i', '-i', 'out']).filter((arg) => arg === '-protocol_whitelist')).toHaveLength(1)
  expect(fileArgument('http://x/y')).toBe('file:http://x/y')
})

test('the program gets the arguments as they are, without a shell', async () => {
  const program = fakeProgram('ffmpeg', 'process.stdout.write(JSON.stringify(process.argv.slice(2)))')
  const args = ['a b', '$(touch x)', '"; rm -rf', 'ü']
  expect(JSON.parse(text(await runFfmpeg(args, { program })))).toEqual(guarded(args))
})

test('FFREPORT does not reach the program', async () => {
  const program = fakeProgram('ffmpeg', `process.stdout.write(String(process.env['FFREPORT']))`)
  process.env['FFREPORT'] = 'file=evidence.log'
  try {
    expect(text(await runFfmpeg([], { program }))).toBe('undefined')
  } finally {
    delete process.env['FFREPORT']
  }
})

test('a failure carries the last lines that ffmpeg said', async () => {
  const program = fakeProgram(
    'ffmpeg',
    `for (let at = 1; at <= 9; at++) console.error('line ' + at + '\\u001b[31m'); process.exitCode = 187`,
  )
  await expect(runFfmpeg([], { program })).rejects.toMatchObject({
    code: 'ffmpeg-failed',
    message: expect.stringContaining(
      'it ended with code 187. Its last words: “line 5\ufffd[31m / line 6',
    ) as string,
    details: {
      lastLines: ['line 5', 'line 6', 'line 7', 'line 8', 'line 9'].map((line) => `${line}\u001b[31m`),
    },
  })
})

test('limits are failures with their code', async () => {
  const program = fakeProgram(
    'ffmpeg',
    `process.stdout.write(Buffer.alloc(1000)); setInterval(() => {}, 1000)`,
  )
  expect(await failureOf(() => runFfmpeg([], { program, maxOutputBytes: 999 }))).toBe('ffmpeg-failed')
  expect(await failureOf(() => runFfmpeg([], { program, timeoutMs: 400 }))).toBe('ffmpeg-failed')
  expect(await failureOf(() => runFfmpeg([], { program: '/no/such/ffmpeg' }))).toBe('ffmpeg-missing')
})

test('the version is what the program itself says', async () => {
  const program = fakeProgram('ffmpeg', `console.log('ffmpeg version 7.1.1-static Copyright (c) …')`)
  expect(await ffmpegVersion(program)).toBe('7.1.1-static')
  expect(await failureOf(() => ffmpegVersion(fakeProgram('ffmpeg', `console.log('GNU bash')`)))).toBe(
    'ffmpeg-missing',
  )
})

test('FFMPEG_BIN comes first, then the bundled one, then PATH', async () => {
  const named = fakeProgram('my-ffmpeg', '')
  const bundled = fakeProgram('ffmpeg', '')
  const onPath = fakeProgram('ffmpeg', '')
  const env = { PATH: ['/nowhere', path.dirname(onPath)].join(path.delimiter) }
  expect(await findFfmpeg({ bundled, env: { ...env, FFMPEG_BIN: named } })).toBe(named)
  expect(await findFfmpeg({ bundled, env })).toBe(bundled)
  expect(await findFfmpeg({ bundled: '/gone/ffmpeg', env })).toMatch(
    new RegExp(`^${onPath}$|/ffmpeg-static/ffmpeg$`),
  )
})

test('a FFMPEG_BIN that is not a program is not passed over', async () => {
  const env = { FFMPEG_BIN: temporaryFolder(), PATH: process.env['PATH'] ?? '' }
  expect(await failureOf(() => findFfmpeg({ env }))).toBe('ffmpeg-missing')
})

test('ffprobe is taken from beside ffmpeg, and may be missing', async () => {
  const folder = temporaryFolder()
  const ffmpeg = fakeProgram('ffmpeg', '', folder)
  const env = { FFMPEG_BIN: ffmpeg, PATH: '' }
  expect(await findFfprobe({ env })).toBeNull()
  const ffprobe = fakeProgram('ffprobe', '', folder)
  expect(await findFfprobe({ env })).toBe(ffprobe)
})
