import { type GraphQLScalarType, Kind, isSpecifiedScalarType, parseConstValue } from 'graphql'
import type { ScalarText } from './scan-literals.ts'

export type LiftedValue = string | number | readonly (string | number)[]

/**
 * The JSON value that stands for a literal where a scalar is expected, by the rules for literals (GraphQL, 3.5).
 * Answers undefined where the literal does not fit, and where JSON would not say the same: then the
 * literal stays in its document.
 */
export function liftedValue(
  type: GraphQLScalarType,
  scalar: ScalarText,
): string | number | undefined {
  if (!isSpecifiedScalarType(type)) return customValue(scalar)
  const { kind, raw } = scalar
  switch (type.name) {
    case 'Int':
      return kind === 'int' ? within(Number(raw), 32) : undefined
    case 'Float':
      return kind === 'string' ? undefined : within(Number(raw), Number.POSITIVE_INFINITY)
    case 'ID':
      return kind === 'int' ? raw : textOf(scalar)
    default:
      return type.name === 'String' ? textOf(scalar) : undefined
  }
}

/** JSON knows no infinity and no negative zero. */
function within(number: number, bits: number): number | undefined {
  const limit = 2 ** (bits - 1)
  const fits = Number.isFinite(number) && number < limit && number >= -limit
  return fits && !Object.is(number, -0) ? number : undefined
}

/** Only the ministry knows its own scalars: a number is lifted where JSON keeps every digit of it. */
function customValue(scalar: ScalarText): string | number | undefined {
  if (scalar.kind === 'string') return textOf(scalar)
  const number = Number(scalar.raw)
  return Number.isSafeInteger(number) && String(number) === scalar.raw ? number : undefined
}

function textOf({ kind, raw }: ScalarText): string | undefined {
  if (kind !== 'string') return undefined
  if (!raw.includes('\\')) return raw.slice(1, -1)
  try {
    const node = parseConstValue(raw, { noLocation: true })
    return node.kind === Kind.STRING ? node.value : undefined
  } catch {
    return undefined
  }
}
