import { execFile } from 'node:child_process'
import { copyFile, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { generate } from '../../docs/examples/typed-client/generate.ts'
import { repositoryRoot } from '../support/command-line.ts'
import { openSystem } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const example = join(repositoryRoot, 'docs/examples/typed-client')

test('types of a downloaded schema compile, catch mistakes, and ask a real system', async () => {
  await using system = await openSystem()
  await using directory = await temporaryDirectory()
  const at = (name: string) => join(directory.path, name)
  const token = await system.token('analyst')
  const schema = await fetch(`${system.url}/schema.graphql`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await writeFile(at('schema.graphql'), await schema.text())
  await generate(at('schema.graphql'), join(example, 'query.graphql'), at('generated.ts'))
  await copyFile(join(example, 'client.ts'), at('client.ts'))
  await writeFile(at('package.json'), '{ "type": "module" }')
  await symlink(join(repositoryRoot, 'node_modules'), at('node_modules'))
  const options = '--noEmit --strict --skipLibCheck --target es2023 --module nodenext'.split(' ')
  const compile = async (file: string) => {
    const tsc = join(repositoryRoot, 'node_modules/typescript/bin/tsc')
    const args = [tsc, ...options, '--allowImportingTsExtensions', '--types', 'node', file]
    return await promisify(execFile)(process.execPath, args, { cwd: directory.path }).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    )
  }
  expect(await compile('client.ts')).toBe('')

  const client = await readFile(at('client.ts'), 'utf8')
  for (const [from, to] of [
    ['{ first: 3 }', "{ first: 'three' }"],
    ['({ name, parcelTotals })', '({ nam, parcelTotals })'],
  ] as const) {
    await writeFile(at('wrong.ts'), client.replace(from, to))
    expect(await compile('wrong.ts')).toMatch(/error TS/)
  }

  const { parcelsByProvince } = (await import(pathToFileURL(at('client.ts')).href)) as {
    parcelsByProvince: (url: string, token: string) => Promise<[string, number][]>
  }
  const answer = await parcelsByProvince(system.url, token)
  expect(answer).toHaveLength(3)
  for (const [name, count] of answer) expect([name.length > 1, count >= 0]).toEqual([true, true])
})
