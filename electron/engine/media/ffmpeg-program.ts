// Where ffmpeg and ffprobe are: the one place that decides which program looks at evidence.
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { EvidenceError } from '#contract/errors.ts'

export type FfmpegPlaces = {
  /** The ffmpeg that was shipped with the packaged program, where this is one. */
  bundled?: string
  /** The environment to look in; this process's own by default. */
  env?: NodeJS.ProcessEnv
}

const suffix = process.platform === 'win32' ? '.exe' : ''

/**
 * The first that is there of: FFMPEG_BIN, the bundled one, the npm package ffmpeg-static, PATH. A FFMPEG_BIN that is no
 * program is an error and not passed over: which ffmpeg ran must never be a surprise. Fails with `ffmpeg-missing`.
 */
export async function findFfmpeg(places: FfmpegPlaces = {}): Promise<string> {
  const env = places.env ?? process.env
  const named = env['FFMPEG_BIN']
  if (named) {
    if (await isProgram(named)) return named
    throw ffmpegMissing(`FFMPEG_BIN names “${named}”, which is not a program.`, named)
  }
  const found = await firstProgram([places.bundled, fromPackage(), ...onPath('ffmpeg', env)])
  if (found !== null) return found
  throw ffmpegMissing('ffmpeg was not found: not in FFMPEG_BIN, not beside the program, not in PATH.', null)
}

/** The ffprobe beside the ffmpeg that is used, else that of PATH; null where there is none, as with ffmpeg-static. */
export async function findFfprobe(places: FfmpegPlaces = {}): Promise<string | null> {
  const beside = path.join(path.dirname(await findFfmpeg(places)), `ffprobe${suffix}`)
  return firstProgram([beside, ...onPath('ffprobe', places.env ?? process.env)])
}

export function ffmpegMissing(message: string, program: string | null, cause?: unknown): EvidenceError {
  return new EvidenceError('ffmpeg-missing', message, { details: { program }, cause })
}

// The package is asked for its place, not loaded: its own code would read FFMPEG_BIN once more.
function fromPackage(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('ffmpeg-static/package.json')
    return path.join(path.dirname(manifest), `ffmpeg${suffix}`)
  } catch {
    // Optional: not there in packaged programs, nor where its download was refused.
    return undefined
  }
}

function onPath(name: string, env: NodeJS.ProcessEnv): string[] {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => path.join(folder, name + suffix))
}

async function firstProgram(candidates: (string | undefined)[]): Promise<string | null> {
  for (const candidate of candidates) {
    if (candidate !== undefined && (await isProgram(candidate))) return candidate
  }
  return null
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}
