// The version that stands in every report, ledger entry and package.
import packageJson from '../../../package.json' with { type: 'json' }

export const toolVersion: string = packageJson.version
