// What axe-core finds wrong with the accessibility of whatever is on the screen: names, roles, contrast, order. It is put into
// the page by way of the debugger, for the page itself runs no script but its own.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { at } from '../../../build/paths.mjs'

const source = readFileSync(at('node_modules/axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What is not a fault all the same, each with the reason. */
const exceptions: readonly { rule: string; html: RegExp; why: string }[] = [
  {
    rule: 'scrollable-region-focusable',
    html: /^<div [^>]*tabindex="-1"[^>]*contain: strict/,
    why: 'The grid, tree or list around it has the focus and its keys; it would be a second stop without a name.',
  },
  {
    rule: 'region',
    html: /^<div [^>]*data-bits-floating-c/,
    why: 'A menu lies beside the page as long as it is open and has the focus. Panels that stay open are dialogs.',
  },
]

/** One sentence for each fault; empty where there is none. */
export async function axeFaults(window: Page): Promise<string[]> {
  const debug = await window.context().newCDPSession(window)
  try {
    const evaluate = async (expression: string): Promise<unknown> => {
      const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
        ...{ expression, awaitPromise: true, returnByValue: true },
      })
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
      return result.value
    }
    if ((await evaluate('typeof axe')) === 'undefined') await evaluate(`${source}; 0`)
    const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }
    const found = (await evaluate(
      `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => ({ violations }))`,
    )) as Pick<AxeResults, 'violations'>
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes
        .filter(({ html }) => !exceptions.some((one) => one.rule === id && one.html.test(html)))
        .map(
          ({ html, target, failureSummary = '' }) =>
            `axe ${id} (${help}): ${html.slice(0, 200)} at ${target.join(' ')} ${failureSummary.split('\n').slice(1, 3).join(';').trim()}`,
        ),
    )
  } finally {
    await debug.detach()
  }
}
