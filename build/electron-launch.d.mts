// Types of electron-launch.mjs, for the end-to-end tests.
export function describeLaunch(options?: { isVirtual?: boolean }): {
  electron: { kind: 'official' | 'fallback'; dist: string; executable: string }
  executable: string
  switches: string[]
  env: Record<string, string>
}
