// --trust and --at: what the answer to "who" is judged by. Without --trust, what this workstation trusts, if anything.
import { join } from 'node:path'
import { isThereSync } from '#engine/base/look-up.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { dataFolder } from './data-folder.ts'
import { parseTimeOption } from './time-option.ts'

export type TrustOptions = { trust: string[]; at?: string }

export async function loadTrustChoice(options: TrustOptions): Promise<TrustChoice> {
  const given = parseTimeOption('--at', options.at)
  const at = given && new Date(given.unixMillis)
  if (options.trust.length > 0) {
    const { loadTrust } = await import('#engine/seal/trust-anchors.ts')
    return { ...(await loadTrust(options.trust)), at }
  }
  // Where nothing is to be trusted, nothing is loaded that reads certificates.
  if (!isThereSync(join(dataFolder(), 'trust'))) return { anchors: [], at }
  const { WorkstationTrust } = await import('#engine/store/workstation-trust.ts')
  const { holdTrust } = await import('#engine/examine/held-trust.ts')
  const { choice, problems } = holdTrust([new WorkstationTrust(dataFolder())])
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  return { ...choice, at }
}
