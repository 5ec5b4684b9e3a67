import type { Call, Option } from './command.ts'
import { UsageError } from './usage-error.ts'

/** Where the government office's tables are, for a command that writes into them. */
export const steeringDatabaseOption: Option = Object.freeze({
  value: 'URL',
  what: "PostgreSQL of steering, as its tables' owner; otherwise STEERING_OWNER_DATABASE_URL, or the embedded one",
})

/** Does something as the owner of the government office's tables. Throws UsageError for what is no URL of PostgreSQL. */
export async function steeringDatabase<T>(
  { values, settings }: Call,
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  const url = values['database'] ?? settings.ownerDatabaseUrls.steering
  if (url === undefined) {
    const { embeddedDatabase } = await import('./embedded-database.ts')
    return await embeddedDatabase(settings, 'steering', work)
  }
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new UsageError('--database: expected a URL that starts with postgresql://')
  return await work(url)
}
