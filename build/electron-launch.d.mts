// Types of electron-launch.mjs, for the end-to-end tests.
export function describeLaunch(): {
  electron: { kind: 'official' | 'fallback'; dist: string; executable: string }
  executable: string
  switches: string[]
  env: Record<string, string>
}
