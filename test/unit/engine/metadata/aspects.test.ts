import { expect, test } from 'vitest'
import type { AspectTransformation } from '#contract/metadata.ts'
import { analytics, frameWith, onlyFrame, parse } from './documents.ts'

const node = (ratio: string, content: string): string =>
  `<tt:AspectRatioTransformation ratio="${ratio}">${content}</tt:AspectRatioTransformation>`
const aspectsOf = (content: string): AspectTransformation[] | undefined =>
  onlyFrame(analytics(frameWith(content))).aspects

test('what is for pictures of other shapes is kept as it was sent, and the places of objects are not changed by it', () => {
  const object =
    '<tt:Object ObjectId="1"><tt:Appearance><tt:Shape><tt:BoundingBox left="-0.5" top="0.5" right="0" bottom="0"/></tt:Shape></tt:Appearance></tt:Object>'
  const frame = onlyFrame(
    analytics(
      frameWith(
        object +
          node('1.66666667', '<tt:Scale x="1" y="1.25"/>') +
          node('1.77777778', '<tt:Translate x="0" y="-0.1"/><tt:Scale x="1" y="1.33333333"/>'),
      ),
    ),
  )
  expect(frame.objects[0]?.box).toEqual({ left: -0.5, top: 0.5, right: 0, bottom: 0 })
  expect(frame.aspects).toEqual([
    { ratio: 1.66666667, scale: { x: 1, y: 1.25 }, translate: { x: 0, y: 0 } },
    { ratio: 1.77777778, scale: { x: 1, y: 1.33333333 }, translate: { x: 0, y: -0.1 } },
  ])
  expect(onlyFrame(analytics(frameWith('')))).not.toHaveProperty('aspects')
  expect(aspectsOf(node('1.5', ''))).toEqual([
    { ratio: 1.5, scale: { x: 1, y: 1 }, translate: { x: 0, y: 0 } },
  ])
})

test.each([
  ['no ratio', '<tt:AspectRatioTransformation><tt:Scale x="1" y="2"/></tt:AspectRatioTransformation>'],
  ['a ratio of zero', node('0', '')],
  ['a ratio that is no number', node('16:9', '')],
  ['a scale that cannot be read', node('1.5', '<tt:Scale x="1" y="INF"/>')],
  ['a scale of zero', node('1.5', '<tt:Scale x="1" y="0"/>')],
  ['a translation that cannot be read', node('1.5', '<tt:Translate x="1"/>')],
])('one with %s is told and left out, and the frame is kept', (_, content) => {
  const { frames, problems } = parse(analytics(frameWith(content)))
  expect(frames).toHaveLength(1)
  expect(frames[0]).not.toHaveProperty('aspects')
  expect(problems).toMatchObject([{ code: 'metadata-aspect-unreadable', broken: false }])
})

test('those beyond the bound are told', () => {
  const { frames, problems } = parse(analytics(frameWith(node('1.5', '').repeat(20))))
  expect(frames[0]?.aspects).toHaveLength(16)
  expect(problems).toMatchObject([{ code: 'metadata-aspects-left-out', broken: false }])
})
