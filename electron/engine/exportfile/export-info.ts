// What an export says of itself outside its seals: provenance (`suep`), start times (`cstb`, `sumi`) of the file-level
// `meta`, and the location of the view (`loci`) in `moov/udta` (ONVIF EFF 26.06 5.2-5.4).
import type { Location, Provenance } from '#contract/inspection.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { quote } from '#engine/base/findings.ts'
import type { Findings } from '#engine/base/findings.ts'
import { filetime, filetimeFromMacSeconds, filetimeFromUnixMicros, formatUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { childOf, childrenOf, pathOf, payloadSize, readPayload } from '#engine/isobmff/box.ts'
import type { Box } from '#engine/isobmff/box.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { readCstb } from './boxes/cstb.ts'
import type { CstbEntry } from './boxes/cstb.ts'
import { readLoci } from './boxes/loci.ts'
import type { Loci } from './boxes/loci.ts'
import { readSuep } from './boxes/suep.ts'
import type { Suep } from './boxes/suep.ts'
import { readSumi } from './boxes/sumi.ts'
import type { Sumi } from './boxes/sumi.ts'

/** Strings and tables of these boxes are short; more than this is not read. */
const boxLimit = 1 << 20

export type ExportInfo = {
  /** The file-level `meta`; the one with seals where there are several. */
  meta: Box | null
  suep: Suep | null
  provenance: Provenance | null
  /** When the export was made, as an exact time; null where the file does not say. */
  exportTime: Filetime | null
  cstb: CstbEntry[]
  sumi: Sumi | null
  loci: Loci | null
  location: Location | null
}

export async function readExportInfo(
  source: ByteSource,
  tree: BoxTree,
  knownTracks: ReadonlySet<number>,
  findings: Findings,
): Promise<ExportInfo> {
  const metas = tree.boxes.filter(({ type }) => type === 'meta')
  const meta = metas.find((box) => childOf(box, 'ipro')) ?? metas[0] ?? null
  const suep = meta && (await readProvenance(source, meta, knownTracks, findings))
  const exportTime = suep && interpretExportTime(suep, meta, findings)
  const loci = await readLocation(source, tree, findings)
  return {
    meta,
    suep,
    exportTime,
    provenance: suep && {
      unitName: suep.unitName,
      unitUrl: suep.unitUrl,
      unitMac: suep.unitMac,
      time: exportTime === null ? null : formatUtc(exportTime),
      operator: suep.operator,
      sources: suep.entries,
    },
    cstb: meta ? await readStartTimes(source, meta, findings) : [],
    sumi: meta && (await readIdentification(source, meta, findings)),
    loci,
    location:
      loci && plausible(loci)
        ? { name: loci.name, latitude: loci.latitude, longitude: loci.longitude, altitude: loci.altitude }
        : null,
  }
}

async function readProvenance(
  source: ByteSource,
  meta: Box,
  knownTracks: ReadonlySet<number>,
  findings: Findings,
): Promise<Suep | null> {
  const box = single(meta, 'suep', findings)
  if (!box) return null
  const suep = readSuep(await readPayload(source, box, boxLimit), knownTracks)
  if (!suep) {
    findings.add(
      'suep-unreadable',
      'error',
      'The box ‘suep’ ends before its fields do.',
      at(box, 'ONVIF EFF 26.06 5.2'),
    )
    return null
  }
  for (const { code, detail } of suep.problems)
    findings.add(code, 'deviation', detail, at(box, 'ONVIF EFF 26.06 5.2'))
  return suep
}

/** ExportUnitTime counts seconds since 1904; other epochs are recognised where only they make sense, and reported. */
function interpretExportTime(suep: Suep, meta: Box, findings: Findings): Filetime | null {
  const value = suep.unitTime
  if (value === 0n) return null
  const box = childOf(meta, 'suep') ?? meta
  const deviation = (what: string): void =>
    findings.add(
      'suep-time-epoch',
      'deviation',
      `ExportUnitTime ${value} makes sense only as ${what}; it is specified as seconds since 1904.`,
      at(box, 'ONVIF EFF 26.06 5.2'),
    )
  if (value > 1n << 40n) {
    deviation('100 ns since 1601')
    return filetime(value)
  }
  const year2000 = 946_684_800n
  if (value - 2_082_844_800n < year2000 && value >= year2000) {
    deviation('seconds since 1970')
    return filetimeFromUnixMicros(value * 1_000_000n)
  }
  return filetimeFromMacSeconds(value)
}

async function readStartTimes(source: ByteSource, meta: Box, findings: Findings): Promise<CstbEntry[]> {
  const box = single(meta, 'cstb', findings)
  if (!box) return []
  const { entries, problems } = readCstb(await readPayload(source, box, boxLimit))
  for (const { code, detail } of problems)
    findings.add(code, 'deviation', detail, at(box, 'ONVIF EFF 26.06 5.3'))
  return entries
}

async function readIdentification(source: ByteSource, meta: Box, findings: Findings): Promise<Sumi | null> {
  const box = single(meta, 'sumi', findings)
  if (!box) return null
  const sumi = readSumi(await readPayload(source, box, boxLimit))
  if (!sumi)
    findings.add(
      'sumi-unreadable',
      'error',
      `The box ‘sumi’ has ${payloadSize(box)} bytes, fewer than its fields need.`,
      at(box, 'ISO/IEC 23000-10'),
    )
  return sumi
}

async function readLocation(source: ByteSource, tree: BoxTree, findings: Findings): Promise<Loci | null> {
  const moov = tree.boxes.find(({ type }) => type === 'moov')
  if (!moov) return null
  const holders = [moov, ...childrenOf(moov, 'trak')].flatMap((box) => childrenOf(box, 'udta'))
  const boxes = holders.flatMap((udta) => childrenOf(udta, 'loci'))
  const [box] = boxes
  if (!box) return null
  const place = at(box, 'ONVIF EFF 26.06 5.4')
  if (boxes.length > 1)
    findings.add(
      'loci-repeated',
      'deviation',
      `There are ${boxes.length} boxes ‘loci’; the first counts.`,
      place,
    )
  const loci = readLoci(await readPayload(source, box, boxLimit))
  if (!loci) {
    findings.add('loci-unreadable', 'error', 'The box ‘loci’ ends before its coordinates do.', place)
    return null
  }
  if (loci.role !== 1)
    findings.add(
      'loci-role',
      'deviation',
      `The role of the location is ${loci.role}; 1 (real location) is specified.`,
      place,
    )
  if (loci.altitude !== 0 && Math.abs(loci.altitude) < 0.5) {
    findings.add(
      'loci-altitude',
      'deviation',
      `The altitude is ${loci.altitude} m; perhaps ${loci.altitude * 65_536} m were meant, written without the 16 binary places.`,
      place,
    )
  }
  if (!plausible(loci)) {
    findings.add(
      'loci-implausible',
      'warning',
      `The location ${loci.latitude}, ${loci.longitude} ${quote(loci.name)} cannot be a place on Earth, or is 0, 0; it is not shown.`,
      place,
    )
  }
  return loci
}

const plausible = (loci: Loci): boolean =>
  Math.abs(loci.latitude) <= 90 &&
  Math.abs(loci.longitude) <= 180 &&
  !(loci.latitude === 0 && loci.longitude === 0)

function single(meta: Box, type: string, findings: Findings): Box | undefined {
  const boxes = childrenOf(meta, type)
  const [box] = boxes
  if (box && boxes.length > 1) {
    findings.add(
      `${type}-repeated`,
      'deviation',
      `There are ${boxes.length} boxes ‘${type}’ in ‘meta’; the first counts.`,
      at(box, 'ONVIF EFF 26.06 5.2'),
    )
  }
  return box
}

const at = (box: Box, clause: string): { offset: number; path: string; clause: string } => ({
  offset: box.offset,
  path: pathOf(box),
  clause,
})
