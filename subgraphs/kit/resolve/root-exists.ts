import sql from 'sql-template-tag'
import type { Root, TableType } from '../../../schema/model/model.ts'
import { accessFor } from '../request-context.ts'
import { column } from '../sql/column.ts'
import { operation } from '../sql/operation.ts'
import { matchStatement } from '../sql/statements.ts'
import { lookupArguments } from './lookup-arguments.ts'
import type { Resolver } from './resolver.ts'

/** `verifyPerson(…)`: yes or no, over all rows that the field's own permission opens; text in any case. */
export function rootExists(type: TableType, root: Root & { kind: 'exists' }): Resolver {
  return async (_root, args, context) => {
    const given = lookupArguments(type, args)
    const access = accessFor(context, root.permissions, `Query.${root.field}`)
    const rows = {
      source: context.source,
      type,
      access,
      settings: access,
      accessTo: () => access,
      mayIdentify: () => true,
      guard: () => undefined,
    }
    const statement = matchStatement(rows, [], {
      limit: 1,
      conditions: (table) =>
        given.map(([own, value]) =>
          own.type === 'String'
            ? sql`lower(${column(table, own.column)}) = lower(${String(value).normalize('NFC').trim()})`
            : operation('eq', {
                type: own.type,
                field: own.field,
                column: column(table, own.column),
                value,
                binaryText: false,
              }),
        ),
    })
    const answer = (await context.snapshot.query(access, statement)).length > 0
    // A no tells of the person that was asked about as much as a yes does.
    for (const [own, value] of given)
      if (own.column === type.subject?.columns[0] && typeof value === 'string')
        context.persons.notePerson(value, [type.name, own.field])
    return answer
  }
}
