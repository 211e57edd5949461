// tt:AspectRatioTransformation of a frame: where its places lie in pictures of other shapes than that of the video source
// (metadatastream.xsd Frame, AspectRatioTransformation; ONVIF Analytics 5.3).
import type { AspectTransformation } from '#contract/metadata.ts'
import { quote } from '#engine/base/findings.ts'
import { normalised, readPoint } from './geometry.ts'
import { numberAttribute } from './numbers.ts'
import type { TellProblem } from './problem.ts'
import { child, childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** A camera has a handful of shapes; every frame repeats them, and every place of a track bears them. */
const mostAspects = 16

/** In document order, at most 16. A node that cannot be read, or that makes nothing of everything, is told and left out. */
export function readAspects(frame: XmlElement, tell: TellProblem): AspectTransformation[] {
  const sent = childrenOf(frame, 'AspectRatioTransformation')
  const aspects: AspectTransformation[] = []
  for (const element of sent.slice(0, mostAspects)) {
    const aspect = readAspect(element)
    if (aspect) aspects.push(aspect)
    else {
      const ratio = quote(element.attributes['ratio'] ?? '', 40)
      tell(
        'metadata-aspect-unreadable',
        `the transformation of a frame for aspect ratio ${ratio} cannot be read`,
      )
    }
  }
  const leftOut = sent.length - mostAspects
  if (leftOut > 0)
    tell(
      'metadata-aspects-left-out',
      `a frame has ${leftOut} transformations for aspect ratios more than are read of one frame`,
    )
  return aspects
}

/** A vector that is missing has its default; one that is there has to be readable. */
function readAspect(element: XmlElement): AspectTransformation | null {
  const ratio = numberAttribute(element, 'ratio')
  const [scaled, translated] = [child(element, 'Scale'), child(element, 'Translate')]
  const scale = scaled ? readPoint(scaled) : normalised.scale
  const translate = translated ? readPoint(translated) : normalised.translate
  if (ratio === null || ratio <= 0 || !scale || !translate || scale.x === 0 || scale.y === 0) return null
  return { ratio, scale: { ...scale }, translate: { ...translate } }
}
