import { CodedError } from '../../../schema/errors.ts'
import type { Column, Root, TableType } from '../../../schema/model/model.ts'
import type { Arguments } from './resolver.ts'

/** The columns that a lookup's arguments name, with their values, text in NFC as it is stored; the date of validity is left out. */
export function lookupArguments(
  type: TableType,
  args: Arguments,
  root?: Root & { kind: 'lookup' },
): readonly (readonly [Column, unknown])[] {
  return Object.entries(args).flatMap(([name, value]) => {
    if (name === root?.validAt) return []
    const own = type.columns.get(name)
    if (own === undefined) throw new Error(`expected ${type.name}.${name} to be a column`)
    if (typeof value === 'string' && value.includes('\0'))
      throw new CodedError('BAD_USER_INPUT', `${name}: text must not hold U+0000.`)
    return [[own, typeof value === 'string' ? value.normalize('NFC') : value] as const]
  })
}
