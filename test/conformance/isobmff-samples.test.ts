// The sample files of the shared folder (see its README), read sample by sample as ffprobe reads them.
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { compareWithProbe, hasFfmpeg, readFile } from '../integration/isobmff-ffmpeg.ts'

const folder = join(resolve(process.env['EXHIBIT_SHARED'] ?? '../shared'), 'samples')
const here = existsSync(folder)
const files = here
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mp4'))
  : ['none']

describe.skipIf(!hasFfmpeg)('sample files', () => {
  beforeEach((context) => {
    if (!here) context.skip(`no sample files: ${folder} is absent`)
  })

  it.each(files)('%s', async (name) => {
    const path = join(folder, name)
    const { source, movie, findings } = await readFile(path)
    await source.close()
    expect(movie.tracks.length).toBeGreaterThan(0)
    for (const { ours, theirs } of compareWithProbe(path, movie)) expect(ours).toEqual(theirs)
    // Two of them have a box that says more than is there; nothing else is amiss.
    const codes = findings.list().map(({ code }) => code)
    expect(codes).toEqual(/w[34]\.mp4$/.test(name) ? ['box-size-past-end'] : [])
  })
})
