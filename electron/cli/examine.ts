// Commands that read one file wholly: open, examine, answer, close.
import { openFileSource } from '#engine/base/byte-source.ts'
import { examineFile } from '#engine/examine/examine-file.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import type { ExitCode } from './exit-code.ts'
import { terminalWork } from './output.ts'

export async function withExamination(
  path: string,
  answer: (examination: Examination) => ExitCode,
): Promise<ExitCode> {
  const source = await openFileSource(path)
  const work = terminalWork()
  try {
    const examination = await examineFile(source, path, { anchors: [], at: null }, work)
    work.end()
    return answer(examination)
  } finally {
    work.end()
    await source.close()
  }
}
