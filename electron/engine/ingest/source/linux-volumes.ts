// The mounted volumes of Linux: the kernel's own table of mounts, what sysfs says of their devices, and label, identifier and
// serial number as lsblk tells them.
import { readFile, realpath, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Volume, VolumeKind } from '#contract/volume.ts'
import { isMediaPlace, isNetwork, isSystemPlace, parseMountInfo } from './mount-table.ts'
import type { Mount } from './mount-table.ts'

/** Of `systeminformation`, `blockDevices()`. */
export type BlockDevice = {
  name: string
  label: string
  uuid: string
  model: string
  serial: string
  removable: boolean
}

/** What sysfs says of one block device and the disk that it is a part of. */
export type DeviceFacts = {
  name: string
  disk: string
  /** Its place among the buses, e.g. `/sys/devices/pci0000:00/…/usb1/…/block/sdb/sdb1`. */
  place: string
  size: number
  readOnly: boolean
  removable: boolean
  maker: string
  model: string
  serial: string
  /** The file behind a loop device. */
  backingFile: string
}

/** `all`: also the system's own, for saying where a file lies. */
export async function listLinuxVolumes(blocks: readonly BlockDevice[], all: boolean): Promise<Volume[]> {
  const mounts = parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'))
  const volumes: Volume[] = []
  for (const mount of mounts) {
    const facts = isNetwork(mount) ? null : await factsOf(mount.source)
    const volume = joinLinux(mount, facts, blocks, all)
    if (volume) volumes.push({ ...volume, free: await freeOf(mount) })
  }
  return volumes
}

/** Null where it is the system's own and that was not asked for. */
export function joinLinux(
  mount: Mount,
  facts: DeviceFacts | null,
  blocks: readonly BlockDevice[],
  all = false,
): Volume | null {
  if (!all && isOwn(mount, facts)) return null
  const name = facts?.name ?? basename(mount.source)
  const block = blocks.find((one) => one.name === name)
  const disk = blocks.find((one) => one.name === facts?.disk)
  const kind = isNetwork(mount) ? 'network' : kindOf(facts)
  return {
    id: `${mount.source} ${mount.mountPoint}`,
    kind,
    mountPoint: mount.mountPoint,
    device: mount.source,
    label: clean(block?.label),
    fileSystem: mount.fileSystem,
    uuid: clean(block?.uuid),
    size: facts?.size ?? 0,
    free: null,
    // Whoever mounted a share may still be refused by its server.
    writable: mount.readOnly || facts?.readOnly === true ? false : kind === 'network' ? null : true,
    removable: facts?.removable === true || (kind !== 'network' && isMediaPlace(mount.mountPoint)),
    maker: facts?.maker ?? '',
    model: facts?.model || clean(disk?.model),
    serial: facts?.serial || clean(disk?.serial),
  }
}

/** The system's own, a package of it, or a second view of what is mounted elsewhere. */
const isOwn = (mount: Mount, facts: DeviceFacts | null): boolean =>
  isSystemPlace(mount.mountPoint) ||
  /^\/(var\/lib\/snapd|snap)\//.test(facts?.backingFile ?? '') ||
  // btrfs shows every subvolume as a part.
  (mount.isPart && mount.fileSystem !== 'btrfs')

function kindOf(facts: DeviceFacts | null): VolumeKind {
  if (!facts) return 'disk'
  if (/^sr\d/.test(facts.disk)) return 'optical'
  if (facts.disk.startsWith('loop')) return 'image'
  if (facts.disk.startsWith('mmcblk')) return 'card'
  return /\/usb\d+\//.test(facts.place) ? 'usb' : 'disk'
}

/** Null where the device cannot be found: it is gone, or sysfs is not there. */
async function factsOf(source: string): Promise<DeviceFacts | null> {
  try {
    const name = basename(await realpath(source))
    const place = await realpath(`/sys/class/block/${name}`)
    const isPartition = (await text(join(place, 'partition'))) !== ''
    const whole = isPartition ? dirname(place) : place
    const device = await deviceOf(whole)
    const sectors = Number(await text(join(place, 'size')))
    return {
      name,
      disk: basename(whole),
      place,
      size: Number.isSafeInteger(sectors * 512) ? sectors * 512 : 0,
      readOnly: [await text(join(place, 'ro')), await text(join(whole, 'ro'))].includes('1'),
      removable: (await text(join(whole, 'removable'))) === '1' || /\/usb\d+\//.test(place),
      backingFile: await text(join(whole, 'loop/backing_file')),
      ...device,
    }
  } catch {
    return null
  }
}

type Device = Pick<DeviceFacts, 'maker' | 'model' | 'serial'>

/** As the device names itself; on USB the plug's own words, which stay when the disk in it does not know its number. */
async function deviceOf(disk: string): Promise<Device> {
  const own = {
    maker: await text(join(disk, 'device/vendor')),
    model: (await text(join(disk, 'device/model'))) || (await text(join(disk, 'device/name'))),
    serial: await text(join(disk, 'device/serial')),
  }
  // A number in place of a name: the bus's, not the maker's.
  if (/^0x[\da-f]+$/i.test(own.maker)) own.maker = ''
  if (!/\/usb\d+\//.test(disk)) return own
  for (let folder = dirname(disk); /\/usb\d+\//.test(folder); folder = dirname(folder)) {
    if ((await text(join(folder, 'idVendor'))) === '') continue
    return {
      maker: (await text(join(folder, 'manufacturer'))) || own.maker,
      model: (await text(join(folder, 'product'))) || own.model,
      serial: (await text(join(folder, 'serial'))) || own.serial,
    }
  }
  return own
}

const text = async (path: string): Promise<string> => clean(await readFile(path, 'utf8').catch(() => ''))

/** A device can call itself anything. */
export const clean = (value: string | null | undefined): string =>
  (value ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, 256)

/** A share whose server is gone would hold whoever asks for ever. */
async function freeOf(mount: Mount): Promise<number | null> {
  if (isNetwork(mount)) return null
  const found = await statfs(mount.mountPoint).catch(() => null)
  return found ? found.bavail * found.bsize : null
}
