import { MetadataObject } from '#contract/metadata.ts'
import { describe, expect, it } from 'vitest'
import { analytics, frameWith, onlyObject, parse } from './documents.ts'

const appearance = (content: string): string => `<tt:Appearance>${content}</tt:Appearance>`
const shape = (content: string): string => appearance(`<tt:Shape>${content}</tt:Shape>`)
const box = (left: number, top: number, right: number, bottom: number): string =>
  `<tt:BoundingBox left="${left}" top="${top}" right="${right}" bottom="${bottom}"/>`
const transformation = (scale: string, translate: string): string =>
  `<tt:Transformation><tt:Translate ${translate}/><tt:Scale ${scale}/></tt:Transformation>`
const points = (...xy: [number, number][]): string =>
  `<tt:Polygon>${xy.map(([x, y]) => `<tt:Point x="${x}" y="${y}"/>`).join('')}</tt:Polygon>`

/** A document with one object, whatever problems it has. */
const read = (content: string): ReturnType<typeof parse> =>
  parse(analytics(frameWith(`<tt:Object ObjectId="1">${content}</tt:Object>`)))

describe('geometry', () => {
  it('applies the transformation of the frame: 320 × 240 pixels from the lower left (Analytics 5.2.2)', () => {
    const object = onlyObject(
      shape(
        `${box(0, 240, 320, 0)}<tt:CenterOfGravity x="160" y="120"/>${points([0, 0], [320, 0], [320, 240])}`,
      ),
      transformation(`x="${2 / 320}" y="${2 / 240}"`, 'x="-1" y="-1"'),
    )
    expect(object.box).toEqual({ left: -1, top: 1, right: 1, bottom: -1 })
    expect(object.centre).toEqual({ x: 0, y: 0 })
    expect(object.polygon).toEqual([
      { x: -1, y: -1 },
      { x: 1, y: -1 },
      { x: 1, y: 1 },
    ])
  })

  it('nests the transformation of the appearance in that of the frame', () => {
    // s′ = 0.5 · 0.5, t′ = 0.5 · 0.25 − 0.75; a point 1 becomes 0.25 − 0.625.
    const object = onlyObject(
      appearance(
        `${transformation('x="0.5" y="0.25"', 'x="0.25" y="0.5"')}<tt:Shape><tt:CenterOfGravity x="1" y="1"/></tt:Shape>`,
      ),
      transformation('x="0.5" y="0.5"', 'x="-0.75" y="0.25"'),
    )
    expect(object.centre).toEqual({ x: 0.25 - 0.625, y: 0.125 + 0.5 })
  })

  it('takes a missing scale as 1 and a missing translation as 0', () => {
    const moved = onlyObject(
      shape(box(0, 1, 1, 0)),
      '<tt:Transformation><tt:Translate x="-1" y="0"/></tt:Transformation>',
    )
    expect(moved.box).toEqual({ left: -1, top: 1, right: 0, bottom: 0 })
    const scaled = onlyObject(
      shape(box(0, 1, 1, 0)),
      '<tt:Transformation><tt:Scale x="0.5" y="2"/></tt:Transformation>',
    )
    expect(scaled.box).toEqual({ left: 0, top: 2, right: 0.5, bottom: 0 })
  })

  it('puts the sides of a box in order, and does not clamp it', () => {
    expect(onlyObject(shape(box(3, -0.5, -0.25, 0.5))).box).toEqual({
      left: -0.25,
      top: 0.5,
      right: 3,
      bottom: -0.5,
    })
    const turned = onlyObject(
      shape(box(0, 0, 1, 1)),
      '<tt:Transformation><tt:Scale x="-1" y="-1"/></tt:Transformation>',
    )
    expect(turned.box).toMatchObject({ left: -1, bottom: -1 })
  })

  it('gives no box, centre or polygon where a number cannot be read', () => {
    for (const bad of ['', 'NaN', 'INF', '1e999', '0x10', '1,5', 'one']) {
      const { frames } = read(
        shape(
          `<tt:BoundingBox left="${bad}" top="1" right="1" bottom="0"/><tt:CenterOfGravity x="${bad}" y="0"/>` +
            `<tt:Polygon><tt:Point x="0" y="0"/><tt:Point x="${bad}" y="0"/><tt:Point x="1" y="1"/></tt:Polygon>`,
        ),
      )
      const [object] = frames[0]?.objects ?? []
      expect([object?.box, object?.centre, object?.polygon], bad).toEqual([null, null, null])
    }
    expect(
      onlyObject(shape(box(0, 1, 1, 0)), transformation('x="1e308" y="1e308"', 'x="1e308" y="1e308"')).box,
    ).toBeNull()
  })

  it('keeps all of several polygons, the largest first, and says nothing of others where there is one', () => {
    const small = points([0, 0], [0.1, 0], [0.1, 0.1])
    const large = points([0, 0], [1, 0], [1, 1], [0, 1])
    const object = onlyObject(shape(small + large + small))
    expect(object.polygon).toHaveLength(4)
    expect(object.morePolygons?.map((one) => one.length)).toEqual([3, 3])
    expect(onlyObject(shape(small))).not.toHaveProperty('morePolygons')
  })

  it('tells polygons that it cannot read, and those beyond its bound', () => {
    const line = points([0, 0], [1, 1])
    const bad = read(shape(line + points([0, 0], [0.1, 0], [0.1, 0.1])))
    expect(bad.frames[0]?.objects[0]?.polygon).toHaveLength(3)
    expect(bad.problems).toMatchObject([{ code: 'metadata-polygon-unreadable', broken: false }])
    expect(read(shape(line)).frames[0]?.objects[0]?.polygon).toBeNull()
    const many = read(shape(points([0, 0], [0.1, 0], [0.1, 0.1]).repeat(70)))
    expect(many.frames[0]?.objects[0]?.morePolygons).toHaveLength(63)
    expect(many.problems).toMatchObject([{ code: 'metadata-polygons-left-out', broken: false }])
    expect(many.problems[0]?.detail).toContain('not read: 6')
  })
})

describe('classes', () => {
  const classes = (content: string): [string, number | null][] =>
    onlyObject(appearance(`<tt:Class>${content}</tt:Class>`)).classes.map(({ type, likelihood }) => [
      type,
      likelihood,
    ])
  const old = (type: string, likelihood: string, tag = 'ClassCandidate'): string =>
    `<tt:${tag}><tt:Type>${type}</tt:Type><tt:Likelihood>${likelihood}</tt:Likelihood></tt:${tag}>`

  it('maps the old names and merges old and new, best first', () => {
    const sent = `${old('Vehical', '0.7')}${old('Face', '0.2')}<tt:Extension>${old('Forklift', '0.75', 'OtherTypes')}</tt:Extension><tt:Type Likelihood="0.9">Vehicle</tt:Type>`
    expect(classes(sent)).toEqual([
      ['Vehicle', 0.9],
      ['Forklift', 0.75],
      ['HumanFace', 0.2],
    ])
  })

  it('puts classes without likelihood last, and “Other” after its equals', () => {
    const sent = `${old('Other', '0.5')}<tt:Type>Smoke</tt:Type><tt:Type Likelihood="0.5"> Human </tt:Type><tt:Type/>`
    expect(classes(sent)).toEqual([
      ['Human', 0.5],
      ['Other', 0.5],
      ['Smoke', null],
    ])
  })

  it('keeps a known likelihood when the same class comes without one', () => {
    expect(classes('<tt:Type>Car</tt:Type><tt:Type Likelihood="0.4">Car</tt:Type>')).toEqual([['Car', 0.4]])
  })

  it('names the best class on the object', () => {
    const object = onlyObject(appearance('<tt:Class><tt:Type Likelihood="0.4">Car</tt:Type></tt:Class>'))
    expect([object.class, object.likelihood]).toEqual(['Car', 0.4])
  })
})

describe('colour', () => {
  const colour = (clusters: string, attributes = ''): string | null =>
    onlyObject(appearance(`<tt:Color>${clusters}</tt:Color>`), '', attributes).colour
  const cluster = (xyz: [number, number, number], rest = '', attributes = ''): string =>
    `<tt:ColorCluster><tt:Color X="${xyz[0]}" Y="${xyz[1]}" Z="${xyz[2]}" ${attributes}/>${rest}</tt:ColorCluster>`

  it.each([
    [[16, 128, 128], '#000000'],
    [[235, 128, 128], '#ffffff'],
    [[81, 90, 240], '#fe0000'],
    [[145, 54, 34], '#00ff01'],
    [[41, 240, 110], '#0000ff'],
    [[255, 128, 128], '#ffffff'],
    [[0, 128, 128], '#000000'],
  ] as [[number, number, number], string][])(
    'reads YCbCr %j by default, BT.601 with studio range',
    (xyz, expected) => {
      expect(colour(cluster(xyz))).toBe(expected)
    },
  )

  it('reads RGB where the frame or the colour says so', () => {
    const uri = 'Colorspace="http://www.onvif.org/ver10/colorspace/'
    expect(colour(cluster([1, 128, 255.4]), 'Colorspace="RGB"')).toBe('#0180ff')
    expect(colour(cluster([1, 2, 3], '', `${uri}RGB"`))).toBe('#010203')
    expect(colour(cluster([16, 128, 128], '', `${uri}YCbCr"`), 'Colorspace="RGB"')).toBe('#000000')
  })

  it('does not guess at deprecated colour spaces', () => {
    const hsv = 'Colorspace="http://www.onvif.org/ver10/colorspace/HSV"'
    expect(colour(cluster([1, 2, 3], '', hsv))).toBeNull()
  })

  it('takes the heaviest region, or the likeliest alternative', () => {
    const weight = (value: number): string => `<tt:Weight>${value}</tt:Weight>`
    const rgb = 'Colorspace="RGB"'
    expect(
      colour(cluster([1, 1, 1], weight(0.3)) + cluster([2, 2, 2], weight(0.5)) + cluster([3, 3, 3]), rgb),
    ).toBe('#020202')
    expect(
      colour(
        cluster([1, 1, 1], weight(9), 'Likelihood="0.1"') + cluster([2, 2, 2], '', 'Likelihood="0.8"'),
        rgb,
      ),
    ).toBe('#020202')
    expect(colour(cluster([7, 7, 7]) + cluster([8, 8, 8]), rgb)).toBe('#070707')
  })

  it('falls back to the colour of the vehicle', () => {
    const vehicle = `<tt:VehicleInfo><tt:Type>Car</tt:Type><tt:Color>${cluster([1, 2, 3])}</tt:Color></tt:VehicleInfo>`
    expect(onlyObject(appearance(vehicle), '', 'Colorspace="RGB"').colour).toBe('#010203')
  })
})

describe('everything else about an object', () => {
  it('reads place, plate, speed and behaviour', () => {
    const object = onlyObject(
      appearance(
        '<tt:GeoLocation lon="2.5" lat="-48.25" elevation="35"/>' +
          '<tt:LicensePlateInfo><tt:PlateNumber Likelihood="0.9"> AB 123 </tt:PlateNumber></tt:LicensePlateInfo>',
      ) + '<tt:Behaviour><tt:Idle/><tt:Speed>8.3</tt:Speed><tt:Direction yaw="90"/></tt:Behaviour>',
    )
    expect(object).toMatchObject({
      geoLocation: { latitude: -48.25, longitude: 2.5, elevation: 35 },
      plate: 'AB 123',
      speed: 8.3,
      behaviour: 'idle',
    })
    expect(onlyObject(appearance('<tt:GeoLocation lon="2" lat="1"/>')).geoLocation?.elevation).toBeNull()
    expect(onlyObject(appearance('<tt:GeoLocation lon="2"/>')).geoLocation).toBeNull()
    expect(onlyObject('<tt:Behaviour><tt:Removed/></tt:Behaviour>').behaviour).toBe('removed')
  })

  it('tolerates what belongs in Appearance standing straight in Object, and SphericalCoordinate anywhere', () => {
    const spherical = '<tt:SphericalCoordinate Distance="15.5" ElevationAngle="70.6" AzimuthAngle="50.7"/>'
    const object = onlyObject(
      `${spherical}<tt:Shape>${box(0, 1, 1, 0)}</tt:Shape><tt:Class><tt:Type>Human</tt:Type></tt:Class>`,
    )
    expect(object).toMatchObject({ box: { right: 1 }, class: 'Human' })
    expect(onlyObject(appearance(spherical)).box).toBeNull()
  })

  it('is what the contract says, even where all is nonsense', () => {
    const object = onlyObject(
      '<tt:Appearance><tt:Shape/><tt:Color/><tt:Class/><tt:GeoLocation/><tt:VehicleInfo/><tt:LicensePlateInfo/></tt:Appearance><tt:Behaviour/>',
    )
    expect(MetadataObject.parse(object)).toEqual({
      id: '1',
      parent: null,
      classes: [],
      class: null,
      likelihood: null,
      box: null,
      polygon: null,
      centre: null,
      colour: null,
      geoLocation: null,
      speed: null,
      plate: null,
      behaviour: null,
    })
  })
})
