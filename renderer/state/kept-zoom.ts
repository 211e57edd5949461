// How closely a picture was looked at, and where, as it is kept: what is not well-formed shows all of it.
import { z } from 'zod'

const share = z.number().min(0).max(1)

/** Shares of the picture's width and height; null: all of it. */
export const KeptZoom = z
  .object({
    scale: z.number().positive().max(1_000),
    x: share,
    y: share,
    square: z.boolean().catch(false),
  })
  .nullable()
  .catch(null)
export type KeptZoom = z.infer<typeof KeptZoom>
