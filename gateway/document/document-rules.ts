import {
  FragmentsOnCompositeTypesRule,
  KnownDirectivesRule,
  KnownFragmentNamesRule,
  KnownTypeNamesRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  OverlappingFieldsCanBeMergedRule,
  PossibleFragmentSpreadsRule,
  UniqueDirectivesPerLocationRule,
  UniqueFragmentNamesRule,
  UniqueVariableNamesRule,
  type ValidationRule,
  VariablesAreInputTypesRule,
  VariablesInAllowedPositionRule,
  specifiedRules,
} from 'graphql'
import { fieldsMergeRule } from './fields-merge.ts'

/** The rules of the specification, each in time that grows with the document. */
export const documentRules: readonly ValidationRule[] = specifiedRules.map((rule) =>
  rule === OverlappingFieldsCanBeMergedRule ? fieldsMergeRule : rule,
)

const ofDirectives = [KnownDirectivesRule, UniqueDirectivesPerLocationRule]

const ofFragments = [
  FragmentsOnCompositeTypesRule,
  KnownFragmentNamesRule,
  NoFragmentCyclesRule,
  NoUnusedFragmentsRule,
  PossibleFragmentSpreadsRule,
  UniqueFragmentNamesRule,
]

const ofVariables = [
  NoUndefinedVariablesRule,
  NoUnusedVariablesRule,
  UniqueVariableNamesRule,
  VariablesAreInputTypesRule,
  VariablesInAllowedPositionRule,
]

/** Types are named by fragments and variables alone. */
const ofNamedTypes = [KnownTypeNamesRule]

const chosen = new Map<string, readonly ValidationRule[]>()

/** The rules that a document may break, by the signs in its text; one in a comment or string brings its rules too. */
export function rulesFor(text: string): readonly ValidationRule[] {
  const hasDirectives = text.includes('@')
  const hasFragments = text.includes('...') || text.includes('fragment')
  const hasVariables = text.includes('$')
  const key = [hasDirectives, hasFragments, hasVariables].join()
  const known = chosen.get(key)
  if (known) return known
  const without = new Set<ValidationRule>([
    ...(hasDirectives ? [] : ofDirectives),
    ...(hasFragments ? [] : ofFragments),
    ...(hasVariables ? [] : ofVariables),
    ...(hasFragments || hasVariables ? [] : ofNamedTypes),
  ])
  const rules = documentRules.filter((rule) => !without.has(rule))
  chosen.set(key, rules)
  return rules
}
