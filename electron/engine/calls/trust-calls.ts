// Calls about who is trusted: certificates and lists of revoked ones, of the open case and of this workstation.
import type { TrustFile, TrustScope, TrustStoreState } from '#contract/case.ts'
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import { Sha256 } from '#contract/units.ts'
import { refuseInsideCase } from '../base/case-border.ts'
import { sha256Of } from '../base/hash.ts'
import type { TrustMaterial } from '../seal/certificate-bundle.ts'
import { loadTrustMaterial } from '../seal/trust-anchors.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import { spokenTrust } from '../store/trust-entry.ts'
import type { NewTrust } from '../store/trust-entry.ts'
import { notHeld } from '../store/trust-store.ts'
import type { Workbench } from '../workbench.ts'
import { judgeAllAgain, judgeStale } from './judge-again.ts'
import { exportTrust } from './trust-export.ts'

type TrustCalls = Pick<
  EngineHandlers,
  'trust.list' | 'trust.read' | 'trust.import' | 'trust.remove' | 'trust.export'
>

export function trustCalls(bench: Workbench): TrustCalls {
  return {
    'trust.list': async () => {
      await settle(bench)
      return trustState(bench)
    },
    'trust.read': async ({ path }) => {
      // Whatever of the case is opened and closed here would take its lock with it.
      const database = openCaseOf(bench)
      if (database) await refuseInsideCase(database.folder, path)
      return describeMaterial(await loadTrustMaterial(path))
    },
    'trust.import': async ({ path, reason, scope, expected }) => {
      const why = reasonIn(reason, 'Say why this is trusted; it stands in the ledger.')
      const { database } = requireScope(bench, scope)
      if (database) await refuseInsideCase(database.folder, path)
      const material = await readMaterial(path)
      if (expected) requireSame(material, expected)
      // While the file was read, another case may have been opened.
      if (openCaseOf(bench) !== database) throw noCaseNow()
      if (addTo(bench, scope, material, why)) await changed(bench)
      else await settle(bench)
      return trustState(bench)
    },
    'trust.remove': async ({ sha256, reason, scope }) => {
      const why = reasonIn(reason, 'Say why this is not trusted any more; it stands in the ledger.')
      requireScope(bench, scope)
      const known = Sha256.safeParse(sha256)
      if (!known.success) throw notHeld(sha256)
      removeFrom(bench, scope, known.data, why)
      await changed(bench)
      return trustState(bench)
    },
    'trust.export': async ({ path }) => {
      const database = openCaseOf(bench)
      if (database) await refuseInsideCase(database.folder, path)
      const { held, actor } = bench
      return exportTrust(held, path, (outputSha256, reason) => {
        const failed = reason === null ? {} : { failed: true, reason }
        const detail = { what: 'trust store', path, trustStoreSha256: held.sha256, ...failed }
        database?.custody.append({ actor, action: 'export', outputSha256, detail })
      })
    },
  }
}

const openCaseOf = (bench: Workbench): CaseDatabase | null => (bench.current ? bench.database : null)

/** Fails with `no-case-open` where there is no case to trust somebody in. */
function requireScope(bench: Workbench, scope: TrustScope): { database: CaseDatabase | null } {
  return { database: scope === 'case' ? bench.database : openCaseOf(bench) }
}

const noCaseNow = (): EvidenceError =>
  new EvidenceError('no-case-open', 'The case was closed meanwhile; nothing was added.')

function reasonIn(reason: string, message: string): string {
  const why = reason.trim()
  if (why === '') throw new EvidenceError('wrong-input', message)
  return why
}

/** Everything that the file named by the user holds, and nothing from anywhere else. */
async function readMaterial(path: string): Promise<NewTrust[]> {
  const { certificates, revocationLists } = await loadTrustMaterial(path)
  return [
    ...certificates.map(({ der, signer: { subject, notBefore, notAfter } }) => ({
      ...{ kind: 'certificate' as const, der, subject, notBefore, notAfter },
    })),
    ...revocationLists.map(({ der, issuer, thisUpdate, nextUpdate, revoked }) => ({
      ...{ kind: 'crl' as const, der, issuer, thisUpdate, nextUpdate, revoked },
    })),
  ]
}

function describeMaterial({ certificates, revocationLists }: TrustMaterial): TrustFile {
  return {
    certificates: certificates.map(({ signer }) => signer),
    revocationLists: revocationLists.map(({ sha256, issuer, thisUpdate, nextUpdate, revoked }) => ({
      ...{ sha256, issuer, thisUpdate, nextUpdate, revoked },
    })),
  }
}

/** What nobody has seen is not trusted: the file may have been exchanged since it was looked at. */
function requireSame(material: readonly NewTrust[], expected: readonly Sha256[]): void {
  const seen = new Set(expected)
  const found = new Set(material.map(({ der }) => sha256Of(der)))
  if (seen.size === found.size && [...found].every((one) => seen.has(one))) return
  throw new EvidenceError(
    'wrong-input',
    'The file holds other certificates or lists than those that were shown; nothing was added. Choose it again.',
  )
}

/** All or nothing; whether anything is new. What the workstation trusts stands in the ledger of the case that is open. */
function addTo(bench: Workbench, scope: TrustScope, material: readonly NewTrust[], reason: string): boolean {
  const decision = { actor: bench.actor, reason }
  if (scope === 'case') {
    const { database } = bench
    return database.transaction(() =>
      material
        .map((one) =>
          one.kind === 'certificate'
            ? database.trust.add(one, decision)
            : database.trust.addRevocationList(one, decision),
        )
        .includes(true),
    )
  }
  const added = bench.workstationTrust.add(material, decision, (all) =>
    note(bench, 'trust-added', all, reason),
  )
  return added.length > 0
}

function removeFrom(bench: Workbench, scope: TrustScope, sha256: Sha256, reason: string): void {
  const decision = { actor: bench.actor, reason }
  if (scope === 'case') {
    bench.database.trust.remove(sha256, decision)
    return
  }
  bench.workstationTrust.remove(sha256, (entry) => note(bench, 'trust-removed', [{ sha256, entry }], reason))
}

/** All or nothing. */
function note(
  bench: Workbench,
  action: 'trust-added' | 'trust-removed',
  changes: readonly { sha256: Sha256; entry: Parameters<typeof spokenTrust>[0] }[],
  reason: string,
): void {
  const database = openCaseOf(bench)
  database?.transaction(() => {
    for (const { sha256, entry } of changes) {
      const detail = spokenTrust(entry, 'workstation', reason)
      database.custody.append({ actor: bench.actor, action, inputSha256: sha256, detail })
    }
  })
}

async function changed(bench: Workbench): Promise<void> {
  bench.trustChanged()
  if (bench.current) await judgeAllAgain(bench)
}

/** Another program of this workstation may have changed whom it trusts. */
async function settle(bench: Workbench): Promise<void> {
  const database = openCaseOf(bench)
  if (database) await judgeStale(bench, database)
}

function trustState(bench: Workbench): TrustStoreState {
  const { sha256, anchors, revocationLists, problems } = bench.held
  const reliances = openCaseOf(bench)?.items.reliances()
  return {
    sha256,
    anchors: anchors.map((anchor) => ({ ...anchor, reliedOnBy: reliances?.get(anchor.sha256) ?? [] })),
    revocationLists,
    problems,
  }
}
