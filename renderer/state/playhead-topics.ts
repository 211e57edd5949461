// Event topics (ONVIF Core 9.4) as people read them, and the family that gives an event its mark.
import { safeText } from '#contract/messages/format.ts'

/** Shapes of marks: told apart without colour. */
export type MarkShape = 'bar' | 'square' | 'diamond' | 'triangle' | 'circle' | 'cross'

/** `tns1:RuleEngine/LineDetector/Crossed` → `LineDetector/Crossed`; the last two steps, without prefixes. */
export function shortTopic(topic: string): string {
  const steps = topic.split('/').map((step) => step.replace(/^[^:]*:/, '').trim())
  return safeText(
    steps
      .filter((step) => step !== '')
      .slice(-2)
      .join('/') || topic,
    48,
  )
}

const families: [pattern: RegExp, shape: MarkShape][] = [
  [/LineDetector|LineCount|Crossed/i, 'bar'],
  [/FieldDetector|ObjectsInside|Loiter|Region|Recognition|ObjectDetection/i, 'square'],
  [/Motion/i, 'diamond'],
  [/DigitalInput|Trigger|Relay|AccessControl|Door|IO\//i, 'triangle'],
  [/SignalLoss|ImageToo|GlobalSceneChange|Tamper|Failure|Error|Impaired/i, 'cross'],
]

export function markShape(topic: string): MarkShape {
  return families.find(([pattern]) => pattern.test(topic))?.[1] ?? 'circle'
}
