// The mounted volumes of Windows and macOS, out of what systeminformation asks the system for.
import type { Volume, VolumeKind } from '#contract/volume.ts'
import { clean } from './linux-volumes.ts'

/** The parts of `fsSize()`, `blockDevices()` and `diskLayout()` that are used. */
export type Told = {
  sizes: { fs: string; type: string; size: number; available: number; mount: string; rw: boolean | null }[]
  blocks: {
    name: string
    mount: string
    fsType: string
    physical: string
    uuid: string
    label: string
    removable: boolean
    protocol: string
    device?: string
  }[]
  disks: { device: string; name: string; vendor: string; serialNum: string; interfaceType: string }[]
}

export type OtherPlatform = 'win32' | 'darwin'

const drives: Record<string, VolumeKind> = { 'CD/DVD': 'optical', Network: 'network' }

export function joinOther(platform: OtherPlatform, told: Told, systemDrive: string, all: boolean): Volume[] {
  const isOwn = (mount: string): boolean =>
    platform === 'win32'
      ? mount.toUpperCase() === systemDrive.toUpperCase()
      : !mount.startsWith('/Volumes/') || mount.startsWith('/Volumes/com.apple.')
  return told.sizes
    .filter(({ mount, fs }) => mount !== '' && !/^(devfs|map )/.test(fs) && (all || !isOwn(mount)))
    .map((size) => joinOne(platform, size, told))
}

function joinOne(platform: OtherPlatform, size: Told['sizes'][number], { blocks, disks }: Told): Volume {
  const block =
    blocks.find(({ mount }) => mount === size.mount) ??
    blocks.find(({ name }) => name !== '' && size.fs === `/dev/${name}`)
  const disk = disks.find(({ device }) => device !== '' && device === block?.device)
  return {
    id: `${size.fs} ${size.mount}`,
    kind: kindOf(block, disk, size),
    // A drive alone is a folder only with its backslash.
    mountPoint: platform === 'win32' ? `${size.mount}\\` : size.mount,
    device: clean(size.fs),
    label: clean(block?.label),
    fileSystem: clean(size.type).toLowerCase(),
    uuid: clean(block?.uuid),
    size: wholeBytes(size.size) ?? 0,
    free: wholeBytes(size.available),
    // Windows says which drives refuse writing, and of the others nothing.
    writable: size.rw === false ? false : platform === 'win32' ? null : size.rw,
    removable: block?.removable ?? false,
    maker: clean(disk?.vendor),
    model: clean(disk?.name),
    serial: clean(disk?.serialNum),
  }
}

function kindOf(
  block: Told['blocks'][number] | undefined,
  disk: Told['disks'][number] | undefined,
  { fs, type }: Told['sizes'][number],
): VolumeKind {
  const named = drives[block?.physical ?? '']
  if (named) return named
  if (fs.startsWith('//') || /^(smbfs|nfs|afpfs|webdav)$/i.test(type)) return 'network'
  if (/^(cd9660|udf|cddafs)$/i.test(type)) return 'optical'
  const bus = `${block?.protocol ?? ''} ${disk?.interfaceType ?? ''}`
  if (/disk image|virtual/i.test(bus)) return 'image'
  if (/secure digital|\bsd\b|mmc/i.test(bus)) return 'card'
  if (/usb/i.test(bus) || block?.physical === 'Removable') return 'usb'
  return 'disk'
}

const wholeBytes = (value: number): number | null =>
  Number.isSafeInteger(value) && value >= 0 ? value : null
