import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { databaseNames, roleName, rolesOf } from '../database-name.ts'

const shape = z.object({
  /** Directory that holds `cluster/`, when it is not the state directory itself. */
  home: z.string().optional(),
  /** The last port; taken again when it is free. */
  port: z.number().int().min(0).max(65_535),
  /** By role name. */
  passwords: z.record(z.string(), z.string().min(16)),
})

/** What is remembered of a cluster between starts, in `.data/cluster.json` (mode 0600). */
export type ClusterState = z.infer<typeof shape>

/** The cluster's superuser, used only to make databases and roles. */
export const adminRole = 'lien_thong_admin'

/** The roles of every database, and the superuser. */
function clusterRoles(): readonly string[] {
  const roles = databaseNames.flatMap((name) => rolesOf(name).map((role) => roleName(name, role)))
  return [adminRole, ...roles]
}

/** Passwords for all roles: those known, and new random ones for those that lack one. */
export function withPasswords(known: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    clusterRoles().map((role) => [role, known[role] ?? randomBytes(24).toString('base64url')]),
  )
}

/** Undefined when there is none; throws, naming the file, when it cannot be understood. */
export async function readClusterState(path: string): Promise<ClusterState | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    if (code === 'ENOENT') return undefined
    throw new Error(`${path} cannot be read (${code}): start as the account that made it`)
  })
  if (text === undefined) return undefined
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    throw new Error(
      `${path}: expected a port and the roles' passwords, got something else; ` +
        'restore it, or remove its whole directory to start over with new data',
    )
  }
}

/** Complete or not at all. */
export async function writeClusterState(path: string, state: ClusterState): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
