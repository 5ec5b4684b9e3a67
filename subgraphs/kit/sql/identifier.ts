import { escapeIdentifier } from 'pg'
import { raw, type Sql } from 'sql-template-tag'

const cache = new Map<string, Sql>()

/** A quoted name. Names come from a ministry's checked model or from here, never from a request. */
export function identifier(name: string): Sql {
  const known = cache.get(name)
  if (known !== undefined) return known
  const made = raw(escapeIdentifier(name))
  cache.set(name, made)
  return made
}
