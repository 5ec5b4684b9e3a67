import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Kind, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { commands } from '../../deploy/cli/commands.ts'
import { findCommand } from '../../deploy/cli/find-command.ts'
import { readCall } from '../../deploy/cli/read-call.ts'
import type { Setting } from '../../deploy/setting.ts'
import { ministrySettings, settingTable } from '../../deploy/setting-table.ts'
import { fileSetting } from '../../deploy/setting-text.ts'
import type { Role } from '../../auth/role.ts'
import { repositoryRoot } from '../support/command-line.ts'
import { documentation, type Page } from '../support/markdown.ts'
import { openSystem } from '../support/system.ts'

const pages = await documentation()

/** Who asks the queries of a page. */
const personas: Readonly<Record<string, Role>> = {
  'README.md': 'analyst',
  'docs/analysts.md': 'analyst',
  'docs/developers.md': 'land-officer',
  'docs/citizens.md': 'citizen',
  'docs/forecasts.md': 'analyst',
  'docs/indicators.md': 'analyst',
  'docs/tasks.md': 'publisher',
}

describe('what the pages say', () => {
  test('every query runs without an error, and every schema is one', async () => {
    await using system = await openSystem()
    let queries = 0
    for (const { path, blocks } of pages) {
      for (const { content } of blocks.filter(({ language }) => language === 'graphql')) {
        const [first] = parse(content).definitions
        if (first?.kind !== Kind.OPERATION_DEFINITION) continue
        const persona = personas[path]
        expect(persona, `who asks the queries of ${path}?`).toBeDefined()
        const { status, body } = await system.ask(persona ?? '', content)
        expect({ path, status, errors: body.errors }).toEqual({
          path,
          status: 200,
          errors: undefined,
        })
        expect(JSON.stringify(body.data)).toMatch(/[1-9]/)
        queries += 1
      }
    }
    expect(queries).toBeGreaterThanOrEqual(3)
  })

  test.each(pages)('$path links to what is there', async ({ path, text }) => {
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const [file = '', anchor] = target.split('#')
      const there = file === '' ? path : join(dirname(path), file)
      await expect(
        access(join(repositoryRoot, there)),
        `${path}: ${target}`,
      ).resolves.toBeUndefined()
      if (anchor !== undefined) expect(anchorsOf(pages, there)).toContain(anchor)
    }
  })

  test('every command is one, with options and words that it takes', () => {
    let seen = 0
    for (const { path, text } of pages) {
      for (const [, line = ''] of text.matchAll(/npx lien-thong ([^`)"|>\n]*)/g)) {
        const args = line
          .replace(/'[^']*'/g, 'VALUE')
          .trim()
          .split(/\s+/)
        const options = args.findIndex((word) => word.startsWith('-'))
        const words = options === -1 ? args : args.slice(0, options)
        const { command, rest } = findCommand(commands, words)
        if (args.includes('--help')) continue
        expect(
          () => readCall(command, [...rest, ...args.slice(words.length)]),
          `${path}: ${line}`,
        ).not.toThrow()
        seen += 1
      }
    }
    expect(seen).toBeGreaterThan(8)
  })

  test('every npm script is one', async () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile(join(repositoryRoot, 'package.json'), 'utf8')))
    for (const { path, text } of pages) {
      for (const [, name = ''] of text.matchAll(/(?:^|`|&& )npm (?:run )?([a-z:]+)/gm))
        if (name !== 'ci' && name !== 'run')
          expect(Object.keys(scripts), `${path}: npm ${name}`).toContain(name)
    }
  })

  test('every setting is one', () => {
    const known = [...Object.values<Setting>(settingTable), ...ministrySettings].flatMap(
      (setting) => [setting.name, ...(setting.secret === true ? [fileSetting(setting)] : [])],
    )
    for (const { path, text } of pages) {
      for (const [name] of text.matchAll(
        /\b(LIEN_THONG_[A-Z_]*[A-Z]|OIDC_[A-Z]+|[A-Z]+_(DATABASE_)?URL)\b/g,
      ))
        expect(known, `${path}: ${name}`).toContain(name)
    }
  })
})

/** Anchors of a page's headings, as a forge makes them. */
function anchorsOf(all: readonly Page[], path: string): readonly string[] {
  const text = all.find((page) => page.path === path)?.text ?? ''
  return Array.from(text.matchAll(/^#+ (.*)$/gm), ([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}
