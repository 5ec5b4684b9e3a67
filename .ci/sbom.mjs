// Prints the bill of materials of what runs (CycloneDX): that of the whole lockfile by npm, without what is installed for work on
// the project alone. `npm sbom --omit dev` leaves out packages that both need (npm 11.19), so the lockfile decides.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const ofAll = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application']
const stdio = ['ignore', 'pipe', 'ignore']
const bill = JSON.parse(execFileSync('npm', ofAll, { maxBuffer: 64 << 20, stdio }).toString())
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))

const kept = new Set(
  Object.entries(packages)
    .filter(([, { dev }]) => !dev)
    .map(
      ([path, { name, version }]) => `${name ?? path.replace(/^.*node_modules\//, '')}@${version}`,
    ),
)
bill.components = bill.components.filter((one) => kept.has(`${one.name}@${one.version}`))
bill.dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }))
process.stdout.write(`${JSON.stringify(bill, undefined, 2)}\n`)
