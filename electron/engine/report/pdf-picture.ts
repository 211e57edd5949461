// A picture on a page of a PDF, put there as its rows are kept and without being decoded or copied byte by byte (ISO 32000-1
// 8.9.5).
import type { RowShape } from '#engine/media/pixel-rows.ts'

/** `rows`: as `PixelRows` gives them. `name`: unlike that of any other picture on the page. */
export function putPicture(
  pdf: PDFKit.PDFDocument,
  { width, height, bitDepth, rows }: RowShape & { rows: readonly Uint8Array[] },
  box: { left: number; top: number; width: number; height: number },
  name: string,
): void {
  const picture = pdf.ref({
    ...{ Type: 'XObject', Subtype: 'Image', Width: width, Height: height },
    ...{ ColorSpace: 'DeviceRGB', BitsPerComponent: bitDepth, Filter: 'FlateDecode' },
    DecodeParms: { Predictor: 15, Colors: 3, BitsPerComponent: bitDepth, Columns: width },
  })
  for (const piece of rows) picture.write(piece)
  picture.end(null)
  ;(pdf.page.xobjects as Record<string, unknown>)[name] = picture
  pdf.save()
  // A picture is one unit wide and high, from its lower left corner; the page counts from the top.
  pdf.transform(box.width, 0, 0, -box.height, box.left, box.top + box.height)
  pdf.addContent(`/${name} Do`)
  pdf.restore()
}
