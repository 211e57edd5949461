// exhibit seal FILE --out FILE : one more seal on a copy.
import { hostname } from 'node:os'
import { openFileSource } from '#engine/base/byte-source.ts'
import { appendSealVerified } from '#engine/export/reseal.ts'
import { loadSealingKey } from '#engine/seal/key-file.ts'
import type { ExitCode } from '../exit-code.ts'
import { exitCodeOf } from '../exit-code.ts'
import { print, printJson, terminalWork } from '../output.ts'
import { parseTimeOption } from '../time-option.ts'

export type SealOptions = {
  out: string
  key: string
  cert?: string
  password?: string
  comment?: string
  startTime?: string
  json?: true
}

export async function seal(path: string, options: SealOptions): Promise<ExitCode> {
  const startTime = parseTimeOption('--start-time', options.startTime)
  const key = await loadSealingKey({
    keyPath: options.key,
    certPath: options.cert ?? null,
    password: options.password ?? process.env['EXHIBIT_KEY_PASSWORD'] ?? null,
  })
  const source = await openFileSource(path)
  const work = terminalWork()
  try {
    const verification = await appendSealVerified(
      source,
      options.out,
      {
        key,
        comment: options.comment ?? '',
        correctedStart: startTime?.filetime ?? null,
        operator: '',
        unitName: `Exhibit on ${hostname()}`,
      },
      work,
    )
    work.end()
    if (options.json) printJson({ files: [verification] })
    else
      print(
        `${options.out}: ${verification.verdict}, ${verification.seals.length} seal(s), SHA-256 ${verification.sha256 ?? ''}`,
      )
    return exitCodeOf(verification)
  } finally {
    work.end()
    await source.close()
  }
}
