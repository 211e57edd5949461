// Evidence that means harm, or is merely broken: never an exception, never much time, and what stood before is kept.
import { describe, expect, it } from 'vitest'
import { analytics, frameTime, frameWith, notification, parse, stream } from './documents.ts'
import { processorMillis } from '../../../support/processor-time.ts'

const whole = frameWith('<tt:Object ObjectId="1"><tt:Appearance/></tt:Object>')
const codes = (xml: string): string[] => parse(xml).problems.map(({ code }) => code)

/** A frame, then something that breaks the document. */
const thenBroken = (content: string): string => analytics(`${whole}${content}${whole}`)

describe('hostile metadata', () => {
  it('refuses billion laughs before anything is expanded', () => {
    const levels = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`)
    const dtd = `<!DOCTYPE x [<!ENTITY l0 "ha">${levels.join('')}]>`
    const document = analytics(frameWith('', 'Source="&l10;"'))
    expect(parse(dtd + document)).toMatchObject({ items: [], problems: [{ code: 'metadata-xml-doctype' }] })
    expect(codes(document)).toEqual(['metadata-xml-not-well-formed'])
    // A second document with a DTD costs only itself.
    expect(parse(analytics(whole) + dtd + document)).toMatchObject({
      frames: [{ time: frameTime }],
      problems: [{ code: 'metadata-xml-doctype', broken: true }],
    })
  })

  it('never fetches what a DTD or an entity points to', () => {
    expect(codes(`<!DOCTYPE x SYSTEM "file:///etc/passwd">${analytics(whole)}`)).toEqual([
      'metadata-xml-doctype',
    ])
  })

  it.each([
    ['a million levels', '<tt:a>'.repeat(1_000_000), 'too-deep'],
    ['65 levels', '<a>'.repeat(63) + '</a>'.repeat(63), 'too-deep'],
    ['half a million elements', '<a/>'.repeat(500_000), 'too-many-elements'],
    [
      'a thousand attributes',
      `<a ${Array.from({ length: 1_000 }, (_, n) => `a${n}=""`).join(' ')}/>`,
      'too-many-attributes',
    ],
    ['an attribute of 16 MiB', `<a b="${'x'.repeat(16 << 20)}"/>`, 'too-long'],
    ['a name of 16 MiB', `<${'x'.repeat(16 << 20)}/>`, 'too-long'],
    ['an unknown entity', '<a>&nbsp;</a>', 'not-well-formed'],
    ['a reference to NUL', '<a>&#0;</a>', 'not-well-formed'],
    ['an attribute twice', '<a b="" b=""/>', 'not-well-formed'],
    ['a DTD inside', '<!DOCTYPE a>', 'not-well-formed'],
    ['an end tag of another element', '<a></b>', 'not-well-formed'],
  ])('keeps the frame before %s', (_, content, code) => {
    const { frames, problems } = parse(thenBroken(content))
    expect(frames).toHaveLength(1)
    expect(problems).toMatchObject([{ code: `metadata-xml-${code}`, broken: true }])
  })

  it('reads 64 levels', () => {
    const xml = thenBroken('<a>'.repeat(62) + '</a>'.repeat(62))
    expect(parse(xml)).toMatchObject({ frames: [{}, {}], problems: [] })
  })

  it('does not take a wrong end tag for the end of a frame or of the document', () => {
    const wrong = analytics(`${whole}<tt:Frame UtcTime="${frameTime}"></tt:Fxame>`)
    expect(parse(wrong)).toMatchObject({ frames: [{ time: frameTime }], problems: [{ broken: true }] })
    expect(codes('<tt:MetadataStream></tt:MetadataStreem>')).toEqual(['metadata-xml-not-well-formed'])
  })

  it('stops at a thousand documents', () => {
    const { frames, problems } = parse(analytics(whole).repeat(1_100))
    expect(frames).toHaveLength(1_000)
    expect(problems).toMatchObject([{ code: 'metadata-xml-too-many-documents', broken: true }])
  })

  it.each([
    ['blanks', ' \n'.repeat(8 << 20)],
    ['comments', '<!---->'.repeat(2 << 20)],
    ['an open comment', `<!--${'-'.repeat(16 << 20)}`],
    ['an open instruction', `<?${'x'.repeat(16 << 20)}`],
    ['an open DTD', `<!DOCTYPE x [${'['.repeat(16 << 20)}`],
  ])('ends soon on 16 MiB of %s', (_, xml) => {
    const started = processorMillis()
    expect(parse(xml)).toMatchObject({ items: [], problems: [{ broken: true }] })
    expect(processorMillis() - started).toBeLessThan(5_000)
  })

  it.each([
    ['digits', '1'.repeat(65_000)],
    ['blanks', `1${' '.repeat(65_000)}`],
  ])('finds soon that 65,000 %s and a letter are no number', (_, text) => {
    const side = `${text}x`
    const box = `<tt:BoundingBox left="${side}" top="${side}" right="${side}" bottom="${side}"/>`
    const shape = `<tt:Shape>${box}</tt:Shape><tt:Class><tt:Type Likelihood="${side}">Car</tt:Type></tt:Class>`
    const xml = analytics(
      frameWith(`<tt:Object ObjectId="1"><tt:Appearance>${shape}</tt:Appearance></tt:Object>`),
    )
    const started = processorMillis()
    expect(parse(xml).frames[0]?.objects[0]).toMatchObject({ box: null, class: 'Car', likelihood: null })
    expect(processorMillis() - started).toBeLessThan(2_000)
  })

  it('drops the excess of a long text and of a long item, and keeps the rest', () => {
    const picture = 'QUJD'.repeat(300_000)
    const frame = frameWith(
      `<tt:Object ObjectId="5"><tt:Appearance><tt:Image>${picture}</tt:Image></tt:Appearance></tt:Object>`,
    )
    const item = `<tt:Data><tt:ElementItem Name="Image"><tt:Image>${picture}</tt:Image></tt:ElementItem></tt:Data>`
    const message = `<tt:Message UtcTime="${frameTime}">${item}</tt:Message>`
    const { frames, events, problems } = parse(
      stream(
        `<tt:VideoAnalytics>${frame}</tt:VideoAnalytics><tt:Event>${notification('tns1:A', message)}</tt:Event>`,
      ),
    )
    expect(frames[0]?.objects[0]?.id).toBe('5')
    expect(events[0]?.data[0]?.value).toMatch(/^<tt:Image>QUJD.{65522}…$/s)
    expect(problems).toEqual([])
  })

  it('never throws and keeps whole frames, wherever a document is cut', () => {
    const xml = `<?xml version="1.0"?>${analytics(`${whole}<!-- é𝄞 --><tt:Frame UtcTime="${frameTime}" Source="a&amp;b&#x1D11E;"><![CDATA[x]]></tt:Frame>`)}`
    const ends = [...xml.matchAll(/<\/tt:Frame>/g)].map((match) => match.index + match[0].length)
    expect(ends).toHaveLength(2)
    for (let cut = 0; cut < xml.length; cut += 1) {
      const { frames, problems } = parse(xml.slice(0, cut))
      expect(frames.length, `cut at ${cut}`).toBe(ends.filter((end) => end <= cut).length)
      expect(problems.at(-1)?.broken, `cut at ${cut}`).toBe(true)
    }
    expect(parse(xml)).toMatchObject({ frames: [{}, { source: 'a&b𝄞' }], problems: [] })
  })

  it('gives names from objects’ prototypes no meaning', () => {
    const object =
      '<tt:Object ObjectId="1" constructor="x" __proto__="y"><tt:Class><tt:Type>__proto__</tt:Type></tt:Class></tt:Object>'
    expect(parse(analytics(frameWith(object))).frames[0]?.objects[0]).toMatchObject({
      id: '1',
      class: '__proto__',
    })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
