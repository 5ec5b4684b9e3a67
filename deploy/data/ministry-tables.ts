import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MinistryName } from '../ministry-name.ts'

/** A ministry's `tables.sql`, in its two parts. */
export interface MinistryTables {
  readonly create: string
  /** Keys, indexes, row-level security, grants: made when the rows are in. */
  readonly afterLoad: string
  readonly names: readonly string[]
  /** Changes whenever the file does. */
  readonly digest: string
}

const divider = /^-- after load$/m

export async function ministryTables(ministry: MinistryName): Promise<MinistryTables> {
  const path = join(import.meta.dirname, '../../subgraphs', ministry, 'tables.sql')
  const text = await readFile(path, 'utf8')
  const [create, afterLoad, ...rest] = text.split(divider)
  if (create === undefined || afterLoad === undefined || rest.length > 0) {
    throw new Error(
      `${path}: expected one line "-- after load", got ${text.split(divider).length - 1}`,
    )
  }
  return {
    create,
    afterLoad,
    names: Array.from(create.matchAll(/^CREATE TABLE (\w+)/gm), ([, name]) => name ?? ''),
    digest: createHash('sha256').update(text).digest('hex').slice(0, 16),
  }
}
