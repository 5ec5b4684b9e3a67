import { readFileSync } from 'node:fs'

/** Which program this is. */
export interface Build {
  readonly version: string
  /** As the one who built it says; `unknown` otherwise. */
  readonly commit: string
  readonly node: string
}

/** The build that runs, with the commit that the settings name. */
export function buildOf(commit: string | undefined): Build {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(file) as { readonly version: string }
  return { version, commit: commit ?? 'unknown', node: process.version }
}
