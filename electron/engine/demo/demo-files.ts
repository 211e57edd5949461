// The demo's exports and certificates on disk: one sealed, one sealed twice, one tampered with, one without a seal.
import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import type { Work } from '#engine/base/progress.ts'
import { macSecondsFromFiletime, parseUtc } from '#engine/base/time.ts'
import { appendSeal, writeSealingMeta } from '#engine/exportfile/append-seal.ts'
import type { SealRequest } from '#engine/exportfile/append-seal.ts'
import { SealWriter } from '#engine/exportfile/seal-writer.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { makeLeaf, makeRoot } from '#engine/seal/make-certificate.ts'
import type { KeyAndCertificate } from '#engine/seal/make-certificate.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { openCameraExport, writeCameraExport } from './camera-export.ts'
import type { CameraExport } from './camera-export.ts'
import { encodePictures, encodeSound } from './encode.ts'
import { cameras, exportTime, frameRate, sceneStart } from './scene.ts'

export type DemoFiles = {
  /** The four exports, in the order sealed, sealed twice, tampered, unsealed. */
  sealed: string
  sealedTwice: string
  tampered: string
  unsealed: string
  /** Root certificates (PEM). The case trusts the first one; who the laboratory is, it does not know. */
  vmsRoot: string
  laboratoryRoot: string
}

const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') }

/** Makes everything in `folder`, which must not exist; it appears whole or not at all. Needs ffmpeg. */
export async function makeDemoFiles(folder: string, work: Work): Promise<DemoFiles> {
  const scratch = await mkdtemp(join(tmpdir(), 'exhibit-demo-'))
  const partial = `${folder}.${randomUUID().slice(0, 8)}.partial`
  const step = (done: number, label: string): void => work.report({ label, done, total: 6, unit: 'steps' })
  try {
    await mkdir(partial, { recursive: true })
    step(0, 'certificates')
    const vms = await makeSigner('Metro VMS', 'Metro VMS Root CA', 'Metro VMS')
    const laboratory = await makeSigner(
      'County Forensic Laboratory',
      'County Forensic Root CA',
      'County Forensic Laboratory',
    )
    await writeFile(join(partial, names.vmsRoot), vms.rootPem)
    await writeFile(join(partial, names.laboratoryRoot), laboratory.rootPem)

    const sound = join(scratch, 'sound.mp4')
    await encodeSound(sound, work)
    step(1, cameras['north-gate'].label)
    const gate = join(scratch, 'gate.mp4')
    await encodePictures(cameras['north-gate'], gate, work)
    step(2, cameras['patrol-car'].label)
    const car = join(scratch, 'car.mp4')
    await encodePictures(cameras['patrol-car'], car, work)

    step(3, 'seals')
    const gateExport = await openCameraExport(cameras['north-gate'], { pictures: gate, sound }, true)
    await writeSealed(join(partial, names.sealed), gateExport, vms.key, work)
    await gateExport.close()
    const carExport = await openCameraExport(cameras['patrol-car'], { pictures: car, sound }, true)
    const once = join(scratch, 'car-once.mp4')
    await writeSealed(once, carExport, vms.key, work)
    await carExport.close()
    await sealAgain(once, join(partial, names.sealedTwice), laboratory.key, work)

    step(4, 'tampering')
    await tamper(join(partial, names.sealed), join(partial, names.tampered))
    const plain = await openCameraExport(cameras['patrol-car'], { pictures: car, sound }, false)
    await writePlain(join(partial, names.unsealed), plain, work)
    await plain.close()
    await rename(partial, folder)
    step(6, 'done')
    return demoFilePaths(folder)
  } finally {
    await rm(scratch, { recursive: true, force: true })
    await rm(partial, { recursive: true, force: true })
  }
}

const names: DemoFiles = {
  sealed: 'north-gate.mp4',
  sealedTwice: 'patrol-car-7.mp4',
  tampered: 'north-gate-altered.mp4',
  unsealed: 'patrol-car-7-unsealed.mp4',
  vmsRoot: 'metro-vms-root.pem',
  laboratoryRoot: 'county-forensic-root.pem',
}

export const demoFilePaths = (folder: string): DemoFiles => ({
  sealed: join(folder, names.sealed),
  sealedTwice: join(folder, names.sealedTwice),
  tampered: join(folder, names.tampered),
  unsealed: join(folder, names.unsealed),
  vmsRoot: join(folder, names.vmsRoot),
  laboratoryRoot: join(folder, names.laboratoryRoot),
})

async function makeSigner(
  commonName: string,
  rootName: string,
  organization: string,
): Promise<{ key: SealingKey; rootPem: string }> {
  const root = await makeRoot({ commonName: rootName, organization, ...validity }, 2048)
  const leaf: KeyAndCertificate = await makeLeaf({ commonName, organization, ...validity }, root)
  return { key: { ...leaf, chain: [] }, rootPem: formatPem('CERTIFICATE', root.certificate.der) }
}

function sealRequest(
  made: Pick<CameraExport, 'camera' | 'starts'> | null,
  key: SealingKey,
  comment: string,
): SealRequest {
  const time = parseUtc(exportTime) ?? parseUtc(sceneStart)
  const camera = made?.camera
  const source = (trackId: number, name: string): SealRequest['statement']['suep']['entries'][number] => ({
    trackId,
    name,
    url: camera?.url ?? '',
    mac: camera?.mac ?? '',
    line: '1',
  })
  return {
    key,
    comment,
    startTimes: [],
    statement: {
      suep: {
        unitName: 'Metro VMS export station 3',
        unitUrl: 'https://vms.example/',
        unitMac: '00:00:5E:00:53:01',
        unitTime: time === null ? 0n : macSecondsFromFiletime(time),
        operator: 'Operator 7',
        entries: made?.starts.map(({ trackId }) => source(trackId, camera?.label ?? '')) ?? [],
      },
      cstb: made?.starts ?? [],
      sumi: made?.starts[0]
        ? { ...oneSegment(), startTime: made.starts[0].startTime, duration: 200_000_000n }
        : null,
    },
  }
}

function oneSegment(): { fragment: string; predecessor: string; successor: string } {
  const fragment = randomUUID().replaceAll('-', '')
  return { fragment, predecessor: fragment, successor: fragment }
}

/** A new export, sealed by its maker as it is written. */
export async function writeSealed(
  path: string,
  made: CameraExport,
  key: SealingKey,
  work: Work,
): Promise<void> {
  const writer = await SealWriter.create(path, key)
  try {
    await writeCameraExport(writer, made, work)
    const { bytes, signatureOffset } = writeSealingMeta(
      sealRequest(made, key, 'Exported on request 2611/26'),
      writer.signatureLength,
    )
    await writer.writeWithSignature(bytes, signatureOffset)
  } catch (error) {
    await writer.discard()
    throw error
  }
  await writer.finish()
}

/** The laboratory's receiving stamp: a second seal over the first. */
async function sealAgain(from: string, to: string, key: SealingKey, work: Work): Promise<void> {
  const source = await openFileSource(from)
  try {
    await appendSeal(source, to, sealRequest(null, key, 'Received from Metro Police, exhibit EX/1'), {
      ...work,
      report: () => undefined,
    })
  } finally {
    await source.close()
  }
}

async function writePlain(path: string, made: CameraExport, work: Work): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await writeCameraExport({ write: (bytes) => file.writeFile(bytes) }, made, work, sceneStart)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Changes a few bytes of one picture, ten seconds into the recording, as somebody might who wanted to hide something. */
async function tamper(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  const source = await openFileSource(from)
  const findings = new Findings()
  const movie = await readMovie(source, await readBoxTree(source, findings), findings)
  await source.close()
  const samples = movie.tracks.find(({ handler }) => handler === 'vide')?.samples
  const at = 10 * frameRate + 1
  const middle = (samples?.offset[at] ?? 0) + Math.floor((samples?.size[at] ?? 0) / 2)
  const file = await open(to, 'r+')
  try {
    const bytes = Buffer.alloc(8)
    await file.read(bytes, 0, bytes.length, middle)
    await file.write(
      bytes.map((byte) => byte ^ 0x55),
      0,
      bytes.length,
      middle,
    )
  } finally {
    await file.close()
  }
}
