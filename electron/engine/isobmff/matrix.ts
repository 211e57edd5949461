// Transformation matrix of `mvhd` and `tkhd` (ISO/IEC 14496-12 8.2.2, 8.3.2): nine s32 `a b u c d v x y w`.

export type Matrix = readonly number[]
export type Rotation = 0 | 90 | 180 | 270

const one = 0x1_0000
const unitW = 0x4000_0000

export const unityMatrix: Matrix = [one, 0, 0, 0, one, 0, 0, 0, unitW]

/** Clockwise turn that the matrix asks for; null where it is no pure turn by right angles (mirrored, skewed, zero). */
export function rotationOf(matrix: Matrix): Rotation | null {
  const [a, b, , c, d] = matrix.map((value) => Math.sign(value))
  if (a === 1 && b === 0 && c === 0 && d === 1) return 0
  if (a === 0 && b === 1 && c === -1 && d === 0) return 90
  if (a === -1 && b === 0 && c === 0 && d === -1) return 180
  if (a === 0 && b === -1 && c === 1 && d === 0) return 270
  return null
}

/** The matrix that turns a picture of `width` × `height` clockwise and moves it back to the origin. */
export function matrixOf(rotation: Rotation, width: number, height: number): Matrix {
  switch (rotation) {
    case 0:
      return unityMatrix
    case 90:
      return [0, one, 0, -one, 0, 0, height * one, 0, unitW]
    case 180:
      return [-one, 0, 0, 0, -one, 0, width * one, height * one, unitW]
    case 270:
      return [0, -one, 0, one, 0, 0, 0, width * one, unitW]
  }
}
