import { readFileSync } from 'node:fs'
import { type Role, roles } from '../../auth/role.ts'

/** docs/access.md, read: what people approved. */
export interface AccessTable {
  /** Types that a row names, in order; one that is named twice is in here twice. */
  readonly types: readonly string[]
  readonly fields: readonly string[]
  /** Whether a persona may read a field; `answers` is the object type that it answers, '' for a leaf. */
  readonly isOpen: (persona: Role, at: { type: string; field: string; answers: string }) => boolean
  /** Whether a field that is open to a persona is so at its own ministry alone. */
  readonly isOfAgency: (persona: Role, at: { type: string; field: string }) => boolean
}

/** Reads the reviewed table. Throws when it is not the table that this reader knows. */
export function accessTable(): AccessTable {
  const text = readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8')
  const rows = rowsBelow(text, '## Types')
  const personas = (rows[0] ?? []).slice(1).map(personaNamed)
  if (personas.length !== roles.length) throw new Error('expected a column for each persona')
  const byType = new Map<string, ReadonlySet<Role>>()
  const types: string[] = []
  for (const [names = '', ...cells] of rows.slice(2)) {
    const open = new Set(personas.filter((_, i) => cells[i] === '✓'))
    for (const [, name = ''] of names.matchAll(/`(\w+)`/g)) {
      types.push(name)
      byType.set(name, open)
    }
  }
  const fields = new Map(
    rowsBelow(text, '## Fields')
      .slice(2)
      .map(([name = '', open = '']) => [
        name.replaceAll('`', ''),
        new Map(open.split(', ').map(personaOf)),
      ]),
  )
  return {
    types,
    fields: [...fields.keys()],
    isOpen: (persona, { type, field, answers }) => {
      const alone = fields.get(`${type}.${field}`)
      if (alone !== undefined) return alone.has(persona)
      const ofType = byType.get(type)?.has(persona) ?? false
      return ofType && (answers === '' || (byType.get(answers)?.has(persona) ?? false))
    },
    isOfAgency: (persona, { type, field }) =>
      fields.get(`${type}.${field}`)?.get(persona) === 'agency',
  }
}

function rowsBelow(text: string, heading: string): string[][] {
  const section = text.split(/^(?=## )/m).find((part) => part.startsWith(heading)) ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

/** `publisher\\*` is a persona whose agency decides. */
function personaOf(text: string): readonly [Role, 'agency' | 'whole'] {
  const name = text.replace('\\*', '')
  return [personaNamed(name), name === text ? 'whole' : 'agency']
}

function personaNamed(name: string): Role {
  const known = roles.find((role) => role === name)
  if (known === undefined) throw new Error(`docs/access.md: expected a persona, got ${name}`)
  return known
}
