import { mkdir, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { personaToken } from '../../deploy/development-issuer.ts'
import { pageHome } from '../../deploy/console/open-page.ts'
import { start } from '../../deploy/local/start.ts'
import { ministryNames } from '../../deploy/ministry-name.ts'
import { publicUrl } from '../../deploy/public-url.ts'
import { readSettings } from '../../deploy/settings.ts'
import { builtPage, builtPages } from './built-page.ts'
import { databaseUrl } from './database.ts'
import { portToKeep } from './port-to-keep.ts'
import { openRegistryTables } from './registry-world.ts'
import type { Ground } from './system.ts'
import { temporaryDirectory } from './temporary-directory.ts'

export interface WholeHouse extends AsyncDisposable {
  /** The public origin: `http://localhost:PORT`. */
  readonly url: string
  /** The registry's database, as registry_writer. */
  readonly registryUrl: string
  /** An access token of a persona, by the issuer's name for it: `analyst`, `publisher:land`. */
  readonly token: (persona: string, purpose?: string, client?: string) => Promise<string>
}

/** What a test wants otherwise: databases that are not those of the run, settings. */
export interface HouseChoice extends Pick<Ground, 'databases'> {
  readonly environment?: Readonly<Record<string, string>>
}

/**
 * All that `npx lien-thong start` runs, over the databases of the run: page, sign-in, journal, oversight, reports,
 * and a registry of its own that the gateway follows.
 */
export async function openWholeHouse({
  databases = databaseUrl,
  environment = {},
}: HouseChoice = {}): Promise<WholeHouse> {
  const directory = await temporaryDirectory()
  const tables = await openRegistryTables()
  const port = await portToKeep()
  const settings = readSettings({
    PORT: String(port),
    LIEN_THONG_DATA_DIR: directory.path,
    LIEN_THONG_LOG_LEVEL: 'warn',
    LIEN_THONG_REGISTRY_POLL_MS: '500',
    LIEN_THONG_REPORT_POLL_MS: '500',
    // What is asked here is what a page shows, not how long it takes on a busy machine.
    LIEN_THONG_DEADLINE_MS: '60000',
    GATEWAY_DATABASE_URL: databases('gateway', 'writer'),
    OVERSIGHT_DATABASE_URL: databases('gateway', 'reader'),
    LIEN_THONG_TASKS_DATABASE_URL: databases('steering', 'writer'),
    LIEN_THONG_REVIEWS_DATABASE_URL: databases('gateway', 'reviews'),
    LIEN_THONG_REGISTRY_DATABASE_URL: tables.url,
    // Houses of several test files record in one journal.
    LIEN_THONG_GATEWAY_NAME: `whole-house-${port}`,
    ...Object.fromEntries(
      ministryNames.map((name) => [
        `${name.toUpperCase()}_DATABASE_URL`,
        databases(name, 'reader'),
      ]),
    ),
    ...environment,
  })
  await builtPage()
  await mkdir(dirname(pageHome(settings)), { recursive: true })
  await symlink(builtPages, pageHome(settings))
  const running = await start({
    settings,
    print: () => undefined,
    onProgress: () => undefined,
    signal: new AbortController().signal,
  })
  return {
    url: publicUrl(settings),
    registryUrl: tables.url,
    token: async (persona, purpose, client) =>
      (await personaToken(settings, persona, { purpose, client })) ?? '',
    [Symbol.asyncDispose]: async () => {
      await running.close()
      await tables[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}
