// A mounted volume that evidence can come from: a stick, a disc, a card, a disk.
import { z } from 'zod'
import { Bytes } from './units.ts'

export const VolumeKind = z.enum(['usb', 'optical', 'card', 'disk', 'network', 'image'])
export type VolumeKind = z.infer<typeof VolumeKind>

/** Facts as the system tells them; an empty string where it tells nothing. */
export const Volume = z.strictObject({
  /** Stays the same while the volume stays mounted: device and mount point. */
  id: z.string(),
  kind: VolumeKind,
  mountPoint: z.string(),
  /** Device file or drive letter. */
  device: z.string(),
  label: z.string(),
  fileSystem: z.string(),
  uuid: z.string(),
  size: Bytes,
  free: Bytes.nullable(),
  /** Whether it is mounted so that it could be written to; null where that is not known. A write blocker or a read-only mount makes it false. */
  writable: z.boolean().nullable(),
  /** Somebody connected it and will take it away again; not a part of this computer or of its network. */
  removable: z.boolean(),
  maker: z.string(),
  model: z.string(),
  serial: z.string(),
})
export type Volume = z.infer<typeof Volume>
