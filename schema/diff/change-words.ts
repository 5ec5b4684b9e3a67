import type { Change, TypeOfChangeType } from '@graphql-inspector/core'
import { argumentCoordinate } from './coordinate.ts'
import type { SchemaChange, Severity } from './schema-change.ts'

type Words = Pick<SchemaChange, 'coordinate' | 'message' | 'touches'> & {
  /** Where it differs from what the comparison says. */
  readonly severity?: Severity
}

type WordsOf = { readonly [Kind in TypeOfChangeType]?: (meta: Change<Kind>['meta']) => Words }

/**
 * What each kind of difference does, in plain words, and whose use it touches. Kinds that are absent are told
 * by another one (uses of `@deprecated`) or are nothing that a document sees.
 */
export const changeWords: WordsOf = Object.freeze<WordsOf>({
  TYPE_REMOVED: ({ removedTypeName: type }) => at(type, `removes ${type}`, [`${type}.*`]),
  TYPE_ADDED: ({ addedTypeName: type }) => at(type, `adds ${type}`),
  TYPE_KIND_CHANGED: ({ typeName: type, oldTypeKind, newTypeKind }) =>
    at(type, `makes ${kindOf(newTypeKind)} of ${type}, which was ${kindOf(oldTypeKind)}`, [
      `${type}.*`,
    ]),
  TYPE_DESCRIPTION_ADDED: ({ typeName: type }) => at(type, `describes ${type}`),
  TYPE_DESCRIPTION_CHANGED: ({ typeName: type }) => at(type, `describes ${type} anew`),
  TYPE_DESCRIPTION_REMOVED: ({ typeName: type }) => at(type, `no longer describes ${type}`),

  FIELD_REMOVED: ({ typeName, removedFieldName }) => {
    const field = `${typeName}.${removedFieldName}`
    return at(field, `removes ${field}`, [field])
  },
  FIELD_ADDED: ({ typeName, addedFieldName, addedFieldReturnType }) => {
    const field = `${typeName}.${addedFieldName}`
    return at(field, `adds ${field}: ${addedFieldReturnType}`)
  },
  FIELD_TYPE_CHANGED: ({ typeName, fieldName, oldFieldType, newFieldType }) => {
    const field = `${typeName}.${fieldName}`
    return at(field, `changes ${field} from ${oldFieldType} to ${newFieldType}`, [field])
  },
  FIELD_DESCRIPTION_ADDED: ({ typeName, fieldName }) => described(`${typeName}.${fieldName}`),
  FIELD_DESCRIPTION_CHANGED: ({ typeName, fieldName }) => described(`${typeName}.${fieldName}`),
  FIELD_DESCRIPTION_REMOVED: ({ typeName, fieldName }) => undescribed(`${typeName}.${fieldName}`),
  FIELD_DEPRECATION_ADDED: ({ typeName, fieldName, deprecationReason }) =>
    deprecated(`${typeName}.${fieldName}`, deprecationReason),
  FIELD_DEPRECATION_REASON_CHANGED: ({ typeName, fieldName, newDeprecationReason }) =>
    deprecated(`${typeName}.${fieldName}`, newDeprecationReason),
  FIELD_DEPRECATION_REMOVED: ({ typeName, fieldName }) => undeprecated(`${typeName}.${fieldName}`),

  FIELD_ARGUMENT_ADDED: (meta) => {
    const field = `${meta.typeName}.${meta.fieldName}`
    const argument = argumentCoordinate(field, meta.addedArgumentName)
    if (meta.isAddedFieldArgumentBreaking)
      return at(argument, `adds the required ${argument} ${meta.addedArgumentType}`, [field])
    return { ...at(argument, `adds ${argument} ${meta.addedArgumentType}`), severity: 'safe' }
  },
  FIELD_ARGUMENT_REMOVED: ({ typeName, fieldName, removedFieldArgumentName }) => {
    const argument = argumentCoordinate(`${typeName}.${fieldName}`, removedFieldArgumentName)
    return at(argument, `removes ${argument}`, [argument])
  },
  FIELD_ARGUMENT_TYPE_CHANGED: (meta) => {
    const { typeName, fieldName, argumentName, oldArgumentType, newArgumentType } = meta
    const field = `${typeName}.${fieldName}`
    const argument = argumentCoordinate(field, argumentName)
    const becameRequired = isRequired(newArgumentType) && !isRequired(oldArgumentType)
    return at(argument, `changes ${argument} from ${oldArgumentType} to ${newArgumentType}`, [
      becameRequired ? field : argument,
    ])
  },
  FIELD_ARGUMENT_DEFAULT_CHANGED: (meta) => {
    const field = `${meta.typeName}.${meta.fieldName}`
    const argument = argumentCoordinate(field, meta.argumentName)
    const { oldDefaultValue, newDefaultValue } = meta
    return at(argument, defaultText(argument, oldDefaultValue, newDefaultValue), [field])
  },
  FIELD_ARGUMENT_DESCRIPTION_CHANGED: ({ typeName, fieldName, argumentName }) =>
    described(argumentCoordinate(`${typeName}.${fieldName}`, argumentName)),

  INPUT_FIELD_ADDED: (meta) => {
    const field = `${meta.inputName}.${meta.addedInputFieldName}`
    const { addedInputFieldType: type, addedFieldDefault, addedToNewType } = meta
    if (isRequired(type) && addedFieldDefault === undefined && !addedToNewType)
      return at(field, `adds the required ${field}: ${type}`, [meta.inputName])
    return at(field, `adds ${field}: ${type}`, [meta.inputName])
  },
  INPUT_FIELD_REMOVED: ({ inputName, removedFieldName }) => {
    const field = `${inputName}.${removedFieldName}`
    return at(field, `removes ${field}`, [field])
  },
  INPUT_FIELD_TYPE_CHANGED: (meta) => {
    const { inputName, inputFieldName, oldInputFieldType, newInputFieldType } = meta
    const field = `${inputName}.${inputFieldName}`
    const becameRequired = isRequired(newInputFieldType) && !isRequired(oldInputFieldType)
    return at(field, `changes ${field} from ${oldInputFieldType} to ${newInputFieldType}`, [
      becameRequired ? inputName : field,
    ])
  },
  INPUT_FIELD_DEFAULT_VALUE_CHANGED: (meta) => {
    const field = `${meta.inputName}.${meta.inputFieldName}`
    const { oldDefaultValue, newDefaultValue } = meta
    return at(field, defaultText(field, oldDefaultValue, newDefaultValue), [meta.inputName])
  },
  INPUT_FIELD_DESCRIPTION_ADDED: ({ inputName, inputFieldName }) =>
    described(`${inputName}.${inputFieldName}`),
  INPUT_FIELD_DESCRIPTION_CHANGED: ({ inputName, inputFieldName }) =>
    described(`${inputName}.${inputFieldName}`),
  INPUT_FIELD_DESCRIPTION_REMOVED: ({ inputName, inputFieldName }) =>
    undescribed(`${inputName}.${inputFieldName}`),

  ENUM_VALUE_ADDED: ({ enumName, addedEnumValueName }) => {
    const value = `${enumName}.${addedEnumValueName}`
    return at(value, `adds ${value}, which answers may hold`, [`${enumName}.*`])
  },
  ENUM_VALUE_REMOVED: ({ enumName, removedEnumValueName }) => {
    const value = `${enumName}.${removedEnumValueName}`
    return at(value, `removes ${value}`, [value])
  },
  ENUM_VALUE_DESCRIPTION_CHANGED: ({ enumName, enumValueName }) =>
    described(`${enumName}.${enumValueName}`),
  ENUM_VALUE_DEPRECATION_REASON_ADDED: ({ enumName, enumValueName, addedValueDeprecationReason }) =>
    deprecated(`${enumName}.${enumValueName}`, addedValueDeprecationReason),
  ENUM_VALUE_DEPRECATION_REASON_CHANGED: (meta) =>
    deprecated(`${meta.enumName}.${meta.enumValueName}`, meta.newEnumValueDeprecationReason),
  ENUM_VALUE_DEPRECATION_REASON_REMOVED: ({ enumName, enumValueName }) =>
    undeprecated(`${enumName}.${enumValueName}`),

  UNION_MEMBER_ADDED: ({ unionName, addedUnionMemberTypeName: member }) =>
    at(unionName, `adds ${member} to ${unionName}, which answers may hold`, [`${unionName}.*`]),
  UNION_MEMBER_REMOVED: ({ unionName, removedUnionMemberTypeName: member }) =>
    at(unionName, `removes ${member} from ${unionName}`, [member]),
  OBJECT_TYPE_INTERFACE_ADDED: ({ objectTypeName, addedInterfaceName: name, addedToNewType }) => ({
    ...at(objectTypeName, `makes ${objectTypeName} one of ${name}`, [`${name}.*`]),
    ...(addedToNewType ? { severity: 'safe' } : {}),
  }),
  OBJECT_TYPE_INTERFACE_REMOVED: ({ objectTypeName, removedInterfaceName: name }) =>
    at(objectTypeName, `takes ${objectTypeName} out of ${name}`, [`${name}.*`]),

  SCHEMA_QUERY_TYPE_CHANGED: () => at('Query', 'changes the type of queries', ['*']),
  SCHEMA_MUTATION_TYPE_CHANGED: () => at('Mutation', 'changes the type of mutations', ['*']),
  SCHEMA_SUBSCRIPTION_TYPE_CHANGED: () =>
    at('Subscription', 'changes the type of subscriptions', ['*']),
  DIRECTIVE_ADDED: ({ addedDirectiveName: name }) => at(`@${name}`, `adds the directive @${name}`),
  DIRECTIVE_REMOVED: ({ removedDirectiveName: name }) =>
    at(`@${name}`, `removes the directive @${name}`, [`@${name}`]),
})

function at(coordinate: string, message: string, touches: readonly string[] = []): Words {
  return { coordinate, message, touches }
}

function described(coordinate: string): Words {
  return at(coordinate, `describes ${coordinate} anew`)
}

function undescribed(coordinate: string): Words {
  return at(coordinate, `no longer describes ${coordinate}`)
}

function deprecated(coordinate: string, reason: string): Words {
  return at(coordinate, `deprecates ${coordinate}: ${reason}`, [coordinate])
}

function undeprecated(coordinate: string): Words {
  return at(coordinate, `no longer deprecates ${coordinate}`)
}

function defaultText(coordinate: string, before = 'none', after = 'none'): string {
  return `changes the default of ${coordinate} from ${before} to ${after}`
}

function isRequired(type: string): boolean {
  return type.endsWith('!')
}

/** `ObjectTypeDefinition` → `an object`. */
function kindOf(node: string): string {
  const plain = node.replace(/TypeDefinition$/, '').replace('InputObject', 'Input')
  return /^[AEIOU]/.test(plain) ? `an ${plain.toLowerCase()}` : `a ${plain.toLowerCase()}`
}
