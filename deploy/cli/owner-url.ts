import type { Call, Option } from './command.ts'
import { UsageError } from './usage-error.ts'

const name = 'GATEWAY_OWNER_DATABASE_URL'

/** The option that stands for the setting on one command line, where its value may be seen by others on the machine. */
export function ownerOption(what: string): Option {
  return { value: 'URL', what: `${what}; otherwise ${name}` }
}

/** The gateway's own database, as its owner: the option's, or the setting's. Throws UsageError without either. */
export function ownerUrl({ values, settings }: Call): string {
  const url = values['database'] ?? settings.gatewayOwnerDatabaseUrl
  if (url !== undefined && /^postgres(ql)?:\/\//.test(url)) return url
  throw new UsageError(
    `--database: expected the URL of the owner (postgresql://…), or ${name}${url === undefined ? '' : '; got another'}`,
  )
}
