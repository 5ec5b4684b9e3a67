import { OverlappingFieldsCanBeMergedRule, type ValidationRule, specifiedRules } from 'graphql'
import { fieldsMergeRule } from './fields-merge.ts'

/** The rules of the specification, each in time that grows with the document. */
export const documentRules: readonly ValidationRule[] = specifiedRules.map((rule) =>
  rule === OverlappingFieldsCanBeMergedRule ? fieldsMergeRule : rule,
)
