import type { LockedPackage } from './locked-packages.ts'

/** Licences that ask for no more than their notice. */
export const permissive: ReadonlySet<string> = new Set([
  'MIT',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'OFL-1.1',
  '(MIT AND BSD-3-Clause)',
  'MIT OR Apache-2.0',
])

/** Other licences, of whom they are borne, and why. */
export const borne: readonly {
  readonly licence: string
  readonly packages: RegExp
  readonly why: string
}[] = [
  {
    licence: 'Elastic-2.0',
    packages: /^@apollo\/(composition|federation-internals|gateway|query-graphs|query-planner)$/,
    why: 'Apollo Federation on Node. It may be used, changed and passed on; it may not be offered to others as a managed service of its own.',
  },
  {
    licence: 'MPL-2.0',
    packages: /^lightningcss/,
    why: 'Used by Vite, unchanged, when the console is built; changes to its own files would have to be published.',
  },
]

/** docs/licences.md. */
export function licencesDocument(all: readonly LockedPackage[]): string {
  const served = all.filter(({ isDevelopment }) => !isDevelopment)
  const names = [...new Set(served.map(({ licence }) => licence ?? 'none'))].sort()
  const counts = names.map((name) => {
    const own = served.filter(({ licence }) => (licence ?? 'none') === name)
    return `| ${name} | ${new Set(own.map((one) => one.name)).size} |`
  })
  const lines = served.map(
    ({ name, version, licence = '' }) => `| ${name} | ${version} | ${licence} |`,
  )
  return `# Licences

What is installed to run Liên Thông, by the lockfile, with its licence; what only those who work on it install is left out. Kept true
by a test, which refuses licences that are not listed here.

| licence | packages |
| --- | --- |
${counts.join('\n')}

Not permissive, and borne:

| licence | why |
| --- | --- |
${borne.map(({ licence, why }) => `| ${licence} | ${why} |`).join('\n')}

## Packages

| package | version | licence |
| --- | --- | --- |
${[...new Set(lines)].sort().join('\n')}
`
}
