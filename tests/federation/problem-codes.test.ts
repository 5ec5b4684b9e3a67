import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { problemCatalogue } from '../../schema/problem-catalogue.ts'

const root = new URL('../../', import.meta.url)

function sources(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))
}

test('the catalogue of problems names every code that schema/, the registry and the kit can answer with', () => {
  const found = new Set(
    [
      ...sources('schema'),
      ...sources('gateway/registry'),
      readFileSync(new URL('subgraphs/kit/check-tables.ts', root), 'utf8'),
    ]
      .flatMap((text) => [
        ...text.matchAll(/code: '([A-Z]+_[A-Z_]+)'/g),
        ...text.matchAll(/ : '([A-Z]+_[A-Z_]+)',?\n/g),
        ...text.matchAll(/report\(\s*'([A-Z_]+)'/g),
      ])
      .map(([, code]) => code ?? ''),
  )
  expect([...found].sort()).toEqual(Object.keys(problemCatalogue).sort())
})
