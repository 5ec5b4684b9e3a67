import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { format } from 'prettier'
import { expect, test } from 'vitest'
import { borne, licencesDocument, permissive } from './licences.ts'
import { lockedPackages } from './locked-packages.ts'

const repository = new URL('../../', import.meta.url)
const packages = await lockedPackages()

test('every package is pinned by its hash, and none is asked to run a script', async () => {
  const unpinned = packages.filter(({ integrity }) => !integrity?.startsWith('sha512-'))
  expect(unpinned).toEqual([])
  // Whoever installs takes the registry of their own machine.
  expect(packages.filter(({ resolved }) => resolved !== undefined)).toEqual([])
  const settings = await readFile(new URL('.npmrc', repository), 'utf8')
  expect(settings.split('\n')).toContain('ignore-scripts=true')
})

test('what the project asks for is one version, not a range', async () => {
  const text = await readFile(new URL('package.json', repository), 'utf8')
  const { dependencies, devDependencies } = JSON.parse(text) as Record<
    string,
    Record<string, string>
  >
  const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  )
  expect(ranges).toEqual([])
})

test('what runs has a licence that is permissive, or one that is borne for a reason', () => {
  const served = packages.filter(({ isDevelopment }) => !isDevelopment)
  const others = served.filter(
    ({ name, licence }) =>
      !permissive.has(licence ?? '') &&
      !borne.some((one) => one.licence === licence && one.packages.test(name)),
  )
  expect(others).toEqual([])
})

test('docs/licences.md lists them (vitest -u writes it)', async () => {
  const page = new URL('docs/licences.md', repository)
  const written = await format(licencesDocument(packages), { parser: 'markdown' })
  await expect(written).toMatchFileSnapshot(page.pathname)
})

test('the bill of materials (npm run sbom) names all that runs, with its hash and licence', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
    cwd: repository,
    maxBuffer: 64 << 20,
  })
  const bill = JSON.parse(stdout) as {
    readonly bomFormat: string
    readonly components: readonly {
      name: string
      version: string
      purl: string
      hashes?: unknown[]
    }[]
  }
  expect(bill.bomFormat).toBe('CycloneDX')
  const named = new Set(bill.components.map(({ name, version }) => `${name}@${version}`))
  const served = packages.filter(({ isDevelopment }) => !isDevelopment)
  const missing = served.filter(({ name, version }) => !named.has(`${name}@${version}`))
  expect(missing).toEqual([])
  for (const { purl, hashes } of bill.components) {
    expect(purl).toMatch(/^pkg:npm\//)
    expect(hashes?.length).toBe(1)
  }
})
