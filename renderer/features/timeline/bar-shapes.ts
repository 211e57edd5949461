// Shapes of bars on a lane of answers, so that none is told by its colour alone.

/** `middle`: the height of the lane's centre line. */
export type Place = { left: number; width: number; middle: number }

export function clip(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  context.beginPath()
  context.rect(left, top, width, height)
  context.clip()
}

export function outline(
  context: CanvasRenderingContext2D,
  { left, width, middle }: Place,
  half: number,
  colour: string,
): void {
  context.strokeStyle = colour
  context.lineWidth = 1
  context.strokeRect(left + 0.5, middle - half + 0.5, Math.max(0, width - 1), 2 * half - 1)
}

export function slants(
  context: CanvasRenderingContext2D,
  left: number,
  width: number,
  middle: number,
  colour: string,
): void {
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.beginPath()
  for (let at = left - 16 - (left % 5); at < left + width; at += 5) {
    context.moveTo(at, middle + 8)
    context.lineTo(at + 16, middle - 8)
  }
  context.stroke()
}

export function cross(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.strokeStyle = colour
  context.lineWidth = 2
  context.beginPath()
  context.moveTo(x - 4, y - 4)
  context.lineTo(x + 4, y + 4)
  context.moveTo(x + 4, y - 4)
  context.lineTo(x - 4, y + 4)
  context.stroke()
}
