import { markdownTable } from '../markdown-table.ts'
import { readerRole } from './prepare-sql.ts'
import { readingOf } from './print-type.ts'
import type { Guess } from './draft.ts'
import type { Proposal } from './propose.ts'

const sections: readonly (readonly [Guess['about'], string, string])[] = [
  [
    'access',
    'Who may read',
    'Each is a decision of the ministry. Nothing is open but what is said here.',
  ],
  [
    'person',
    'What is about persons',
    'Classes decide which purposes open a field. `RESTRICTED IDENTITY` is opened by no purpose: give it another class, or take the field out.',
  ],
  ['key', 'Keys and shared entities', 'A wrong one joins the wrong rows: compare some values.'],
  ['join', 'Joins', ''],
  ['statistics', 'Statistics', ''],
  ['type', 'Types', ''],
  [
    'name',
    'Names',
    'A published name cannot be changed without breaking its users: change it now.',
  ],
]

/** The page that a reviewer works through: each guess with its reason, what is left out, what to do next. */
export function reviewDocument(proposal: Proposal): string {
  const { name, facts, tables, guesses, leftOut } = proposal
  const found = sections.flatMap(([about, title, what]) => {
    const some = guesses.filter((guess) => guess.about === about)
    return some.length === 0
      ? []
      : [`## ${title}\n\n${what === '' ? '' : `${what}\n\n`}${guessTable(some)}`]
  })
  return [
    `# Review of ${name}`,
    `${facts.tables.length} tables and views were found, ${tables.length} are proposed, with ${guesses.length} guesses. No row was read unless \`--sample\` was given, and then only counts of forms left the database.`,
    nextSteps(proposal),
    ...found,
    `## Left out\n\n${leftOut.length === 0 ? 'Nothing.' : markdownTable([['What', 'Why'], ...leftOut.map(({ place, reason }) => [code(place), plain(reason)])])}`,
    `## Who reads the tables today\n\n${grants(proposal)}`,
    '',
  ].join('\n\n')
}

function nextSteps(proposal: Proposal): string {
  const { name, tables } = proposal
  const role = readerRole(name)
  const keyed = tables.some((table) => readingOf(proposal, table).recordKey !== undefined)
  return `## What to do next

1. Work through this page and change \`schema.graphql\` where a guess is wrong. A later \`schema init\` keeps your changes.
2. Let the database's administrator read \`prepare.sql\` and run it as the owner of the tables. It makes the role \`${role}\`, row-level security for that role alone${keyed ? ', and the record keys without which totals about persons are not served (`--unchanged` proposes a schema without them)' : ''}.
3. \`npx lien-thong subgraph --sdl schema.graphql --name ${name} --database postgresql://${role}@HOST/DATABASE\` serves it, for the gateway's token alone.
4. \`npx lien-thong schema check\` and \`schema publish\`: see docs/publish.md.`
}

function guessTable(guesses: readonly Guess[]): string {
  const order = ['low', 'medium', 'high']
  const sorted = guesses.toSorted(
    (a, b) => order.indexOf(a.confidence) - order.indexOf(b.confidence),
  )
  return markdownTable([
    ['Confidence', 'Where', 'Guess', 'Reason'],
    ...sorted.map(({ coordinate, what, reason, confidence }) => [
      confidence,
      code(coordinate),
      plain(what),
      plain(reason),
    ]),
  ])
}

function grants({ tables }: Proposal): string {
  const byReaders = new Map<string, number>()
  for (const { facts } of tables) {
    const roles = [facts.owner, ...facts.readers].join(', ')
    byReaders.set(roles, (byReaders.get(roles) ?? 0) + 1)
  }
  return markdownTable([
    ['Roles', 'Tables'],
    ...[...byReaders].map(([roles, count]) => [plain(roles), String(count)]),
  ])
}

function code(text: string): string {
  return `\`${plain(text).replaceAll('`', "'")}\``
}

/** Names come from the database: none of them may end a cell, a line or begin markup. */
function plain(text: string): string {
  return text
    .replace(/[\s\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replaceAll('|', '¦')
    .replaceAll('<', '‹')
    .replaceAll('[', '(')
    .replaceAll(']', ')')
}
