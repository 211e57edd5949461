// exhibit inspect FILE : what a file is.
import { EvidenceError } from '#contract/errors.ts'
import type { Inspection } from '#contract/inspection.ts'
import { formatBytesExactly, formatDuration } from '#contract/messages/quantities.ts'
import { withExamination } from '../examine.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson } from '../output.ts'

export async function inspect(path: string, options: { json?: true }): Promise<ExitCode> {
  return withExamination(path, ({ inspection, verification }) => {
    if (verification.verdict === 'unreadable' && verification.seals.length === 0) {
      throw new EvidenceError('not-iso-bmff', `“${path}” cannot be read: ${verification.reason ?? ''}`, {
        details: { path },
      })
    }
    if (options.json) printJson(inspection)
    else print(...formatInspection(inspection))
    return 0
  })
}

function formatInspection(inspection: Inspection): string[] {
  const lines = [
    inspection.path,
    `  ${formatBytesExactly(inspection.size)}, ${formatDuration(inspection.durationSeconds)}, brands ${inspection.brands.join(' ')}${inspection.fragmented ? ', fragmented' : ''}`,
  ]
  for (const track of inspection.tracks) {
    const size = track.width > 0 ? ` ${track.width}×${track.height}` : ''
    lines.push(
      `  track ${track.id}: ${track.kind} ${track.codec}${size}, ${track.samples} samples, starts ${track.startTime ?? 'at an unknown time'}`,
    )
  }
  if (inspection.export) {
    lines.push(
      `  exported by ${JSON.stringify(inspection.export.unitName)} at ${inspection.export.time ?? '?'}, operator ${JSON.stringify(inspection.export.operator)}`,
    )
    for (const source of inspection.export.sources)
      lines.push(
        `    track ${source.trackId}: ${JSON.stringify(source.name)} ${source.url} ${source.mac} ${source.line}`,
      )
  }
  for (const { trackId, utc, origin } of inspection.startTimes)
    lines.push(`  start of track ${trackId}: ${utc} (${origin})`)
  if (inspection.location)
    lines.push(
      `  location: ${inspection.location.latitude}, ${inspection.location.longitude} ${JSON.stringify(inspection.location.name)}`,
    )
  const levels = Object.entries(inspection.levels).filter(([, carried]) => carried)
  lines.push(`  levels: ${levels.length > 0 ? levels.map(([level]) => level).join(' ') : 'none'}`)
  for (const issue of inspection.issues)
    lines.push(
      `  ${issue.severity} ${issue.code}${issue.offset === null ? '' : ` at byte ${issue.offset}`}: ${issue.detail}`,
    )
  return lines
}
