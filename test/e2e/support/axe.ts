// What axe-core finds wrong with the accessibility of whatever is on the screen: names, roles, contrast, order. It is put into
// the page by way of the debugger, for the page itself runs no script but its own.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { NodeResult, run } from 'axe-core'
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

/**
 * Too small a target, but only as far as it is seen: partly scrolled out of its list, or partly under an open panel. Or the
 * label around a box is large enough, which is clicked as well.
 */
const isLargeEnough = ({ rule, failureSummary, isCut, isInLabel }: Fault): boolean =>
  rule === 'target-size' && (isCut || isInLabel || failureSummary.includes('partially obscured'))

type Fault = Pick<NodeResult, 'html'> & {
  rule: string
  help: string
  at: string
  failureSummary: string
  /** Whether a part of it lies outside of what scrolls it. */
  isCut: boolean
  /** Whether it lies in a label of at least 24 pixels. */
  isInLabel: boolean
}

/** Runs in the page. */
async function findFaults(tags: string[]): Promise<Fault[]> {
  const axe = (globalThis as unknown as { axe: { run: typeof run } }).axe
  const isCut = (selector: string): boolean => {
    const element = document.querySelector(selector)
    const { top, bottom } = element?.getBoundingClientRect() ?? { top: 0, bottom: 0 }
    for (let around = element?.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowY === 'visible') continue
      const box = around.getBoundingClientRect()
      if (top < box.top || bottom > box.bottom) return true
    }
    return false
  }
  const isInLabel = (selector: string): boolean => {
    const label = document.querySelector(selector)?.closest('label')?.getBoundingClientRect()
    return label !== undefined && label.width >= 24 && label.height >= 24
  }
  const { violations, passes } = await axe.run(document, {
    runOnly: { type: 'tag', values: tags },
    resultTypes: ['violations'],
  })
  if (passes.length === 0) throw new Error('axe looked at nothing')
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, target, failureSummary = '' }) => {
      const at = target.join(' ')
      return { rule: id, help, html, at, failureSummary, isCut: isCut(at), isInLabel: isInLabel(at) }
    }),
  )
}

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
    const found = (await evaluate(`(${findFaults.toString()})(${JSON.stringify(tags)})`)) as Fault[]
    return found
      .filter(({ rule, html }) => !exceptions.some((one) => one.rule === rule && one.html.test(html)))
      .filter((fault) => !isLargeEnough(fault))
      .map(({ rule, help, html, at, failureSummary }) => {
        const why = failureSummary.split('\n').slice(1, 3).join(';').trim()
        return `axe ${rule} (${help}): ${html.slice(0, 200)} at ${at} ${why}`
      })
  } finally {
    await debug.detach()
  }
}
