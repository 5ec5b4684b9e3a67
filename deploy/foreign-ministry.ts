import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Permission, standardOf } from '../auth/permission.ts'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { openModel } from '../subgraphs/kit/open-source.ts'
import { subgraphNames } from './ministry-name.ts'

/** The port of a ministry that is not of this house, unless told otherwise. */
const usualPort = 4010

/**
 * A ministry that is nothing but an annotated schema in a file. Its name is that of its own standard
 * permissions, which the gateway's tokens for it hold. Throws where the schema has problems or names several.
 */
export async function foreignMinistry(file: string, name: string | undefined): Promise<Ministry> {
  await readFile(file, 'utf8').catch(() => {
    throw new Error(`--sdl: expected a readable file, got ${JSON.stringify(file)}`)
  })
  const schemaFile = resolve(file)
  const model = openModel(name ?? 'ministry', schemaFile)
  const held = [...model.types.values()].flatMap((type) =>
    type.kind === 'table' ? [...type.read, ...type.stats] : [],
  )
  const named = new Set(held.flatMap(ministryOf))
  const [only, ...others] = named
  if (only === undefined || others.length > 0 || (name ?? only) !== only)
    throw new Error(
      `${file}: expected permissions of ${name ?? 'one ministry'} alone (NAME:record:read), got those of ${[...named].join(', ') || 'none'}`,
    )
  return Object.freeze({ name: only, port: usualPort, schemaFile })
}

function ministryOf(permission: Permission): readonly string[] {
  const ministry = permission.slice(0, permission.indexOf(':'))
  const isOurs = (subgraphNames as readonly string[]).includes(ministry)
  return isOurs || standardOf(permission) === undefined ? [] : [ministry]
}
