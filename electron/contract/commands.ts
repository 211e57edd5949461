// The commands of `exhibit`: what an installed application is asked for when it is not asked for a window.

export const commandNames = [
  'verify',
  'inspect',
  'conformance',
  'metadata',
  'ingest',
  'export',
  'seal',
  'custody',
  'note',
  'examiner',
  'case',
  'report',
  'demo',
  'help',
] as const
export type CommandName = (typeof commandNames)[number]
