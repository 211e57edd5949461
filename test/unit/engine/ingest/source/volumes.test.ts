// Volumes out of what the systems say, as data; watching them; on which one a file lies.
import { describe, expect, it, vi } from 'vitest'
import type { Volume } from '#contract/volume.ts'
import { joinLinux } from '#engine/ingest/source/linux-volumes.ts'
import type { DeviceFacts } from '#engine/ingest/source/linux-volumes.ts'
import { parseMountInfo } from '#engine/ingest/source/mount-table.ts'
import { joinOther } from '#engine/ingest/source/other-volumes.ts'
import { volumeOf } from '#engine/ingest/source/volumes.ts'
import { VolumeWatcher, watchVolumes } from '#engine/ingest/source/watch-volumes.ts'
import { failureOf } from '#test/support/read-source.ts'

const mountInfo = `22 29 0:21 / /sys rw,nosuid shared:7 - sysfs sysfs rw
23 29 0:22 / /proc rw,nosuid shared:13 - proc proc rw
29 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro
90 29 259:1 / /boot/efi rw,relatime shared:47 - vfat /dev/nvme0n1p1 rw,fmask=0077
95 29 7:3 / /snap/core20/2264 ro,nodev shared:52 - squashfs /dev/loop3 ro,errors=continue
96 29 7:4 / /mnt/package ro,nodev - squashfs /dev/loop4 ro
300 29 8:17 / /media/examiner/EXPORT\\0401 ro,nosuid,nodev shared:200 - exfat /dev/sdb1 rw,fmask=0022
301 29 8:33 / /run/media/examiner/CARD rw,nosuid shared:201 - vfat /dev/mmcblk0p1 rw
302 29 11:0 / /media/cdrom ro,nosuid - iso9660 /dev/sr0 ro
303 29 0:60 / /mnt/share rw - cifs //server/evidence rw,vers=3.1.1
304 29 7:0 / /mnt/image rw - ext4 /dev/loop0 rw
305 29 8:17 /sub /mnt/bound rw - exfat /dev/sdb1 rw
306 29 0:61 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
307 29 8:49 / /mnt/twice rw - ext4 /dev/sdc1 rw
308 307 8:50 / /mnt/twice ro - ext4 /dev/sdd1 ro
309 29 0:62 /data /mnt/pool rw - btrfs /dev/sde rw
310 29 0:63 / /tmp rw - tmpfs tmpfs rw
nonsense
`
const none = { size: 0, readOnly: false, removable: false, maker: '', model: '', serial: '', backingFile: '' }
const usb = '/sys/devices/pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host4/block/sdb/sdb1'
const facts: Record<string, DeviceFacts> = {
  '/dev/sdb1': {
    ...none,
    ...{ name: 'sdb1', disk: 'sdb', place: usb, size: 62_000_000_000, removable: true },
    ...{ maker: 'SanDisk', model: 'Ultra', serial: '4C530001' },
  },
  '/dev/mmcblk0p1': {
    ...none,
    name: 'mmcblk0p1',
    disk: 'mmcblk0',
    place: '/sys/devices/mmc',
    readOnly: true,
  },
  '/dev/sr0': { ...none, name: 'sr0', disk: 'sr0', place: `${usb}/block/sr0`, removable: true },
  '/dev/loop0': { ...none, name: 'loop0', disk: 'loop0', place: '/sys/v', backingFile: '/home/e/a.dd' },
  '/dev/loop4': { ...none, name: 'loop4', disk: 'loop4', place: '/sys/v', backingFile: '/var/lib/snapd/x' },
}
const block = { model: '', serial: '', removable: false }
const blocks = [
  { ...block, name: 'sdb1', label: 'EXPORT 1', uuid: '64A1-0B2C' },
  { ...block, name: 'sdb', label: '', uuid: '', model: 'by lsblk', serial: 'by lsblk' },
]

const linux = (all = false): Volume[] =>
  parseMountInfo(mountInfo).flatMap(
    (mount) => joinLinux(mount, facts[mount.source] ?? null, blocks, all) ?? [],
  )

describe('volumes of Linux', () => {
  it('are those that people bring, not the system’s own', () => {
    expect(linux().map(({ mountPoint, kind, writable }) => [mountPoint, kind, writable])).toEqual([
      ['/media/examiner/EXPORT 1', 'usb', false],
      ['/run/media/examiner/CARD', 'card', false],
      ['/media/cdrom', 'optical', false],
      ['/mnt/share', 'network', null],
      ['/mnt/image', 'image', true],
      ['/mnt/twice', 'disk', false],
      ['/mnt/pool', 'disk', true],
    ])
    expect(linux(true).map(({ mountPoint }) => mountPoint)).toContain('/')
  })

  it('are removable where the device says so, or a desktop mounted them among its media', () => {
    const mounted = `${mountInfo}400 29 8:65 / /media/examiner/DOCK rw - ntfs3 /dev/sdf1 rw
401 29 0:64 / /media/examiner/share rw - cifs //server/other rw
402 29 7:5 / /run/media/examiner/IMAGE ro - ext4 /dev/loop5 ro
403 29 8:81 / /mnt/media/x rw - ext4 /dev/sdg1 rw`
    const removable = parseMountInfo(mounted)
      .flatMap((mount) => joinLinux(mount, facts[mount.source] ?? null, blocks) ?? [])
      .filter((volume) => volume.removable)
    expect(removable.map(({ mountPoint }) => mountPoint)).toEqual([
      '/media/examiner/EXPORT 1',
      '/run/media/examiner/CARD',
      '/media/cdrom',
      '/media/examiner/DOCK',
      '/run/media/examiner/IMAGE',
    ])
  })

  it('say who made them and what they are called', () => {
    expect(linux()[0]).toEqual({
      id: '/dev/sdb1 /media/examiner/EXPORT 1',
      kind: 'usb',
      mountPoint: '/media/examiner/EXPORT 1',
      device: '/dev/sdb1',
      label: 'EXPORT 1',
      fileSystem: 'exfat',
      uuid: '64A1-0B2C',
      size: 62_000_000_000,
      free: null,
      writable: false,
      removable: true,
      maker: 'SanDisk',
      model: 'Ultra',
      serial: '4C530001',
    })
  })

  it('show of two at one place the one that is seen', () => {
    expect(linux().find(({ mountPoint }) => mountPoint === '/mnt/twice')?.device).toBe('/dev/sdd1')
  })

  it('stay well-formed text, whatever a stick calls itself', () => {
    const [mount] = parseMountInfo('1 1 8:1 / /media/a\\011b\\134c rw - vfat /dev/sdz1 rw')
    if (!mount) throw new Error('no mount')
    expect(mount.mountPoint).toBe('/media/a\tb\\c')
    const named = { ...block, name: 'sdz1', label: `\u0000evil\n\u202e${'x'.repeat(999)}`, uuid: '' }
    const label = joinLinux(mount, null, [named])?.label ?? ''
    expect(label).toMatch(/^evilx{252}$/)
  })
})

describe('volumes of other systems', () => {
  it('of Windows: drives with what their disks say', () => {
    const told = {
      sizes: [
        { fs: 'C:', type: 'NTFS', size: 500, available: 100, mount: 'C:', rw: true },
        { fs: 'E:', type: 'FAT32', size: 300, available: 200, mount: 'E:', rw: true },
        { fs: 'F:', type: 'UDF', size: 400, available: 0, mount: 'F:', rw: false },
        { fs: 'Z:', type: 'NTFS', size: 600, available: 1, mount: 'Z:', rw: true },
      ],
      blocks: [
        { physical: 'Local', mount: 'C:', device: '\\\\.\\PHYSICALDRIVE0' },
        {
          physical: 'Removable',
          mount: 'E:',
          device: '\\\\.\\PHYSICALDRIVE1',
          label: 'EXPORT',
          removable: true,
        },
        { physical: 'CD/DVD', mount: 'F:', label: 'DISC' },
        { physical: 'Network', mount: 'Z:' },
      ].map((one) => ({
        name: one.mount,
        fsType: '',
        uuid: 'AB12',
        label: '',
        removable: false,
        protocol: '',
        ...one,
      })),
      disks: [
        {
          device: '\\\\.\\PHYSICALDRIVE1',
          name: 'Ultra USB Device',
          vendor: 'SanDisk',
          serialNum: '4C53',
          interfaceType: 'USB',
        },
      ],
    }
    const volumes = joinOther('win32', told, 'c:', false)
    expect(volumes.map(({ mountPoint, kind, writable }) => [mountPoint, kind, writable])).toEqual([
      ['E:\\', 'usb', null],
      ['F:\\', 'optical', false],
      ['Z:\\', 'network', null],
    ])
    expect(volumes[0]).toMatchObject({
      label: 'EXPORT',
      model: 'Ultra USB Device',
      serial: '4C53',
      free: 200,
    })
    expect(joinOther('win32', told, 'C:', true)).toHaveLength(4)
  })

  it('of macOS: what is below /Volumes', () => {
    const size = { type: 'exfat', size: 300, available: 200, rw: false }
    const told = {
      sizes: [
        { ...size, fs: '/dev/disk3s1s1', mount: '/', type: 'APFS', rw: false },
        { ...size, fs: '/dev/disk3s5', mount: '/System/Volumes/Data', type: 'APFS' },
        { ...size, fs: 'devfs', mount: '/dev' },
        { ...size, fs: '/dev/disk4s1', mount: '/Volumes/EXPORT' },
        { ...size, fs: '//user@server/share', mount: '/Volumes/share', type: 'smbfs', rw: true },
      ],
      blocks: [
        {
          ...{
            name: 'disk4s1',
            mount: '/Volumes/EXPORT',
            fsType: 'exfat',
            physical: '',
            uuid: 'U',
            label: 'EXPORT',
          },
          ...{ removable: true, protocol: 'USB', device: 'disk4' },
        },
      ],
      disks: [],
    }
    const volumes = joinOther('darwin', told, '', false)
    expect(volumes.map(({ mountPoint, kind, writable }) => [mountPoint, kind, writable])).toEqual([
      ['/Volumes/EXPORT', 'usb', false],
      ['/Volumes/share', 'network', true],
    ])
  })
})

const [stick, card] = linux() as [Volume, Volume]

describe('the volume of a file', () => {
  it('is the innermost that holds it', async () => {
    const at = (mountPoint: string): Volume => ({ ...stick, mountPoint, id: mountPoint })
    const list = () => Promise.resolve([at('/'), at('/nowhere/a'), at('/nowhere/a/b'), at('/nowhere/a/bc')])
    expect((await volumeOf('/nowhere/a/b/c.mp4', list))?.id).toBe('/nowhere/a/b')
    expect((await volumeOf('/nowhere/a/bcd/c.mp4', list))?.id).toBe('/nowhere/a')
    expect((await volumeOf('/nowhere/a/..x/c.mp4', list))?.id).toBe('/nowhere/a')
    expect((await volumeOf('/nowhere', list))?.id).toBe('/')
    expect(await volumeOf('/nowhere', () => Promise.reject(new Error('no')))).toBeNull()
  })
})

describe('watching', () => {
  /** Lists one answer after the other, and gives the last one for ever. */
  const answers = (...each: (Volume[] | Error)[]) => {
    let count = 0
    return vi.fn(() => {
      const answer = each[Math.min(count++, each.length - 1)] ?? []
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    })
  }

  it('tells of what came, went or changed, once each; of free space alone never', async () => {
    const list = answers(
      [stick],
      [{ ...stick, free: 5 }],
      new Error('busy'),
      [stick, card],
      [stick, card],
      [],
    )
    const told: number[] = []
    const failed: unknown[] = []
    await new Promise<void>((resolve) => {
      const stop = watchVolumes(
        (volumes) => {
          told.push(volumes.length)
          if (volumes.length > 0) return
          stop()
          resolve()
        },
        [stick],
        { list, every: 1, onFailure: (error) => failed.push(error) },
      )
    })
    expect(told).toEqual([2, 0])
    expect(failed).toHaveLength(1)
    const calls = list.mock.calls.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(list.mock.calls.length).toBe(calls)
  })

  it('is switched on and off; what comes in after it was stopped is not told', async () => {
    const told: Volume[][] = []
    let give: (volumes: Volume[]) => void = () => undefined
    const list = vi.fn(() => new Promise<Volume[]>((resolve) => (give = resolve)))
    const watcher = new VolumeWatcher(list, (volumes) => told.push(volumes), 1)
    const turning = watcher.turn(true)
    give([stick])
    expect(await turning).toEqual([stick])
    await vi.waitFor(() => expect(list).toHaveBeenCalledTimes(2))
    watcher.stop()
    give([stick, card])
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(told).toEqual([])
    expect(list).toHaveBeenCalledTimes(2)
  })

  it('does not begin after it was stopped while it was being switched on', async () => {
    let give: (volumes: Volume[]) => void = () => undefined
    const list = vi.fn(() => new Promise<Volume[]>((resolve) => (give = resolve)))
    const watcher = new VolumeWatcher(list, () => undefined, 1)
    const turning = watcher.turn(true)
    watcher.stop()
    give([])
    await turning
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(list).toHaveBeenCalledTimes(1)
  })

  it('says so where the first list fails', async () => {
    const watcher = new VolumeWatcher(
      () => Promise.reject(new Error('no')),
      () => undefined,
      1,
    )
    expect((await failureOf(watcher.turn(true))).message).toBe('no')
  })
})
