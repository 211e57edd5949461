// What an item of evidence is: decided once, when it is taken in.
import { z } from 'zod'

/**
 * `export`: an ISO base media file. `video`: another format that ffmpeg opens, only to be looked at: no export file, no
 * seal. `attachment`: any other file of an export, kept with it.
 */
export const ItemKind = z.enum(['export', 'video', 'attachment'])
export type ItemKind = z.infer<typeof ItemKind>
