import { readFile } from 'node:fs/promises'

/** A package as the lockfile has it. */
export interface LockedPackage {
  readonly name: string
  readonly version: string
  /** SPDX expression; undefined where the package names none. */
  readonly licence: string | undefined
  /** Subresource integrity of its archive. */
  readonly integrity: string | undefined
  /** Whence it comes, where the lockfile says so. */
  readonly resolved: string | undefined
  /** Installed for work on the project alone. */
  readonly isDevelopment: boolean
}

interface Entry {
  readonly name?: string
  readonly version?: string
  readonly license?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly dev?: boolean
}

/** Every package of package-lock.json, the project itself aside. */
export async function lockedPackages(): Promise<readonly LockedPackage[]> {
  const text = await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8')
  const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, Entry>> }
  return Object.entries(packages).flatMap(([path, entry]) => {
    if (path === '') return []
    const { name, version = '', license: licence, integrity, resolved, dev = false } = entry
    const installed = path.replace(/^.*node_modules\//, '')
    return { name: name ?? installed, version, licence, integrity, resolved, isDevelopment: dev }
  })
}
