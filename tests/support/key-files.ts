import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecorded, recordUsed } from './run-record.ts'

/** Where keys lie below a state directory. */
const folders = ['', 'keys', 'secret', 'secrets']

/** Notes the private keys and passwords that lie in files of a state directory as used in this run. */
export function recordKeyFiles(directory: string): void {
  if (!isRecorded()) return
  for (const folder of folders.map((name) => join(directory, name)))
    for (const name of filesOf(folder)) recordUsed(secretsOf(name, join(folder, name)))
}

function secretsOf(name: string, path: string): readonly string[] {
  const bytes = (): Buffer => readFileSync(path)
  const strings = (pattern: RegExp): string[] =>
    [...bytes().toString().matchAll(pattern)].map(([, found = '']) => found)
  if (/\.jwks?\.json$/.test(name)) return strings(/"(?:d|k)":\s*"([\w-]+)"/g)
  if (name === 'cluster.json') return strings(/: "([\w-]{16,})"/g)
  if (!name.endsWith('.key')) return []
  // A line of the middle of a key in PEM says whose it is.
  if (bytes().includes('-----BEGIN')) return strings(/^([\w+/]{40,})$/gm).slice(1, 2)
  return (['base64url', 'base64', 'hex'] as const).map((form) => bytes().toString(form))
}

function filesOf(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  } catch {
    return []
  }
}
