// What Linux says of its mounts (proc(5), /proc/self/mountinfo), and which of them evidence can come from.

export type Mount = {
  /** Device file or share, as it was given to mount. */
  source: string
  mountPoint: string
  fileSystem: string
  /** Only a part of the file system is mounted here: a bind mount, a subvolume. */
  isPart: boolean
  /** The mount or the file system refuses writing. */
  readOnly: boolean
}

const networkFileSystems = new Set(
  [
    'nfs',
    'nfs4',
    'cifs',
    'smb3',
    'smbfs',
    'ncpfs',
    'afs',
    'ceph',
    '9p',
    'virtiofs',
    'vboxsf',
    'davfs',
  ].concat(['fuse.sshfs', 'fuse.davfs2', 'fuse.glusterfs', 'fuse.vmhgfs-fuse', 'fuse.rclone', 'fuse.s3fs']),
)

const systemPlaces = ['/', '/home', '/root', '/tmp', '/opt', '/srv', '/efi', '/gnu', '/ostree', '/sysroot']
const systemFolders = ['/boot', '/usr', '/var', '/etc', '/nix', '/snap', '/proc', '/sys', '/dev', '/run']

export const isNetwork = ({ fileSystem }: Mount): boolean => networkFileSystems.has(fileSystem)

/** Where the system itself lives; people mount what they bring elsewhere. */
export function isSystemPlace(mountPoint: string): boolean {
  if (mountPoint.startsWith('/run/media/')) return false
  const isInside = (folder: string): boolean => mountPoint === folder || mountPoint.startsWith(`${folder}/`)
  return systemPlaces.includes(mountPoint) || systemFolders.some(isInside)
}

/** Where desktops mount what somebody connects: a disk in a dock is a medium too, though its bus calls it fixed. */
export const isMediaPlace = (mountPoint: string): boolean => /^\/(run\/)?media\//.test(mountPoint)

/** Mounts of disks and shares; where one hides another at the same place, the one that is seen. */
export function parseMountInfo(text: string): Mount[] {
  const seen = new Map<string, Mount>()
  for (const line of text.split('\n')) {
    const [before, after] = line.split(' - ')
    const [, , , root, mountPoint, options] = (before ?? '').split(' ')
    const [fileSystem, source, superOptions] = (after ?? '').split(' ')
    if (!root || !mountPoint || !options || !fileSystem || source === undefined) continue
    const place = unescaped(mountPoint)
    const readOnly = [options, superOptions ?? ''].some((list) => list.split(',').includes('ro'))
    // Two mounts at one place: the later one hides the earlier.
    seen.delete(place)
    seen.set(place, {
      source: unescaped(source),
      mountPoint: place,
      fileSystem: unescaped(fileSystem),
      isPart: root !== '/',
      readOnly,
    })
  }
  return [...seen.values()].filter((mount) => mount.source.startsWith('/dev/') || isNetwork(mount))
}

/** Space, tab, line feed and backslash stand as octal numbers. */
const unescaped = (text: string): string => {
  const bytes = text.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) =>
    String.fromCharCode(parseInt(octal, 8)),
  )
  return bytes.toWellFormed()
}
