// The system's own file dialogs cannot be driven: the main process is given their answers beforehand.
import type { ElectronApplication } from '@playwright/test'

type Asked = { title: string; properties: string[] }
type Answers = { waiting: string[][]; asked: Asked[] }
type Holder = { dialogAnswers?: Answers }

/** Replaces the dialogs of a running application. One that has no answer waiting is as if the user cancelled it. */
export async function stubDialogs(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog }) => {
    const answers: Answers = { waiting: [], asked: [] }
    ;(globalThis as Holder).dialogAnswers = answers
    const next = (given: unknown[]): string[] => {
      const { title = '', properties = [] } = (given.at(-1) ?? {}) as Partial<Asked>
      answers.asked.push({ title, properties })
      return answers.waiting.shift() ?? []
    }
    dialog.showOpenDialog = (...given: unknown[]) => {
      const filePaths = next(given)
      return Promise.resolve({ canceled: filePaths.length === 0, filePaths })
    }
    dialog.showSaveDialog = (...given: unknown[]) => {
      const [filePath = ''] = next(given)
      return Promise.resolve({ canceled: filePath === '', filePath })
    }
  })
}

/** What the next dialog answers. */
export async function answerDialog(app: ElectronApplication, ...paths: string[]): Promise<void> {
  await app.evaluate((_electron, answer) => {
    const answers = (globalThis as Holder).dialogAnswers
    if (!answers) throw new Error('the dialogs are not replaced')
    answers.waiting.push(answer)
  }, paths)
}

/** All dialogs that were shown so far, and how many answers nobody asked for. */
export const dialogsShown = (app: ElectronApplication): Promise<{ asked: Asked[]; unused: number }> =>
  app.evaluate(() => {
    const { asked = [], waiting = [] } = (globalThis as Holder).dialogAnswers ?? {}
    return { asked, unused: waiting.length }
  })
