/** What one of composition's codes means, and how to mend it. */
export interface CompositionWords {
  /** `{subgraphs}` stands for the ministries that composition names. */
  readonly plain: string
  readonly mend: string
}

const sameType = 'agree on one type with the other ministry, or give the field another name'
const sameDefault = 'take the default away, or write the same one in every ministry'
const keyFields = 'name plain fields of the type itself: @key(fields: "code")'
const externals = 'declare the field in this ministry too, with @external'
const shown = 'take @inaccessible away here, or hide what refers to it too'

/**
 * The codes of @apollo/composition that a ministry can cause (federation-internals, error.ts), in plain words.
 * One that is absent is told in composition's own words.
 */
export const compositionWords: Readonly<Record<string, CompositionWords>> = Object.freeze({
  INVALID_FIELD_SHARING: {
    plain: 'several ministries answer it ({subgraphs}), and a field has one owner',
    mend: 'leave it to the ministry that keeps the record, and take it out of the others',
  },
  FIELD_TYPE_MISMATCH: {
    plain: '{subgraphs} declare it with different types',
    mend: sameType,
  },
  EXTERNAL_TYPE_MISMATCH: {
    plain: 'its @external declaration has another type than its owner gives it ({subgraphs})',
    mend: sameType,
  },
  ARGUMENT_TYPE_MISMATCH: {
    plain: '{subgraphs} declare an argument of it with different types',
    mend: sameType,
  },
  ARGUMENT_DEFAULT_MISMATCH: {
    plain: '{subgraphs} declare an argument of it with different defaults',
    mend: sameDefault,
  },
  INPUT_FIELD_DEFAULT_MISMATCH: {
    plain: '{subgraphs} declare this input field with different defaults',
    mend: sameDefault,
  },
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: {
    plain: 'an argument that one ministry requires is unknown to another ({subgraphs})',
    mend: 'make the argument nullable, or declare it in every ministry that has the field',
  },
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH: {
    plain: 'a field that one ministry requires in this input is unknown to another ({subgraphs})',
    mend: 'make the input field nullable, or declare it in every ministry that has the input',
  },
  ENUM_VALUE_MISMATCH: {
    plain: 'an enum that callers send and receive has different values in {subgraphs}',
    mend: 'declare the same values in every ministry that has the enum',
  },
  EMPTY_MERGED_ENUM_TYPE: {
    plain: 'the ministries that have this enum share no value ({subgraphs})',
    mend: 'give one of the enums another name',
  },
  EMPTY_MERGED_INPUT_TYPE: {
    plain: 'the ministries that have this input share no field ({subgraphs})',
    mend: 'give one of the inputs another name',
  },
  TYPE_KIND_MISMATCH: {
    plain: '{subgraphs} have different kinds of type under this name',
    mend: 'give one of them another name',
  },
  INTERFACE_FIELD_NO_IMPLEM: {
    plain: 'a type of this interface lacks one of its fields once the ministries are put together',
    mend: 'add the field to every type that implements the interface',
  },
  SATISFIABILITY_ERROR: {
    plain: 'no way leads to it from where a document may ask for it',
    mend: 'give the type a @key that the other ministry declares too, or let the owner answer it',
  },
  EXTENSION_WITH_NO_BASE: {
    plain: 'it adds to a type that no ministry has',
    mend: 'write the type as it is in the ministry that owns it, with its @key',
  },
  KEY_FIELDS_HAS_ARGS: { plain: 'its @key names a field with arguments', mend: keyFields },
  KEY_INVALID_FIELDS: { plain: 'its @key names what is no field of the type', mend: keyFields },
  KEY_INVALID_FIELDS_TYPE: { plain: 'the fields of its @key are no text', mend: keyFields },
  KEY_FIELDS_SELECT_INVALID_TYPE: {
    plain: 'its @key names a list, an interface or a union',
    mend: keyFields,
  },
  REQUIRES_INVALID_FIELDS: {
    plain: 'its @requires names what is no field of the type',
    mend: 'name fields that the type has here, marked @external',
  },
  REQUIRES_MISSING_EXTERNAL: {
    plain: 'its @requires names a field that is not @external here',
    mend: externals,
  },
  PROVIDES_INVALID_FIELDS: {
    plain: 'its @provides names what is no field of the type that it answers',
    mend: 'name fields that the answered type has here, marked @external',
  },
  PROVIDES_FIELDS_HAS_ARGS: {
    plain: 'its @provides names a field with arguments',
    mend: 'name fields without arguments',
  },
  PROVIDES_MISSING_EXTERNAL: {
    plain: 'its @provides names a field that is not @external here',
    mend: externals,
  },
  EXTERNAL_UNUSED: {
    plain: 'it is @external, and nothing here uses it',
    mend: 'take it out, or name it in @key, @requires or @provides',
  },
  EXTERNAL_MISSING_ON_BASE: {
    plain: 'it is @external here, and no other ministry has it',
    mend: 'take @external away, or ask the owner to publish it first',
  },
  EXTERNAL_ARGUMENT_MISSING: {
    plain: 'its @external declaration lacks an argument that its owner gives it ({subgraphs})',
    mend: 'copy the field as its owner declares it',
  },
  EXTERNAL_ARGUMENT_TYPE_MISMATCH: {
    plain: 'an argument of its @external declaration has another type than at its owner',
    mend: 'copy the field as its owner declares it',
  },
  INVALID_SHAREABLE_USAGE: {
    plain: '@shareable stands where it cannot',
    mend: 'take @shareable away',
  },
  REFERENCED_INACCESSIBLE: {
    plain: 'it is hidden (@inaccessible), and something that callers see refers to it',
    mend: shown,
  },
  ONLY_INACCESSIBLE_CHILDREN: {
    plain: 'all that lies in it is hidden (@inaccessible), and it is not',
    mend: 'hide the type too, or show one of its fields',
  },
  REQUIRED_INACCESSIBLE: {
    plain: 'it is required and hidden (@inaccessible) at once, so that nobody could give it',
    mend: 'make it nullable, or take @inaccessible away',
  },
  DISALLOWED_INACCESSIBLE: { plain: '@inaccessible stands where it cannot', mend: shown },
  DEFAULT_VALUE_USES_INACCESSIBLE: {
    plain: 'a default that callers see uses something hidden (@inaccessible)',
    mend: shown,
  },
  NO_QUERIES: {
    plain: 'no ministry answers any query',
    mend: 'let one type have root fields, or declare a field of Query',
  },
  DIRECTIVE_COMPOSITION_ERROR: {
    plain: 'a directive is declared differently in {subgraphs}',
    mend: 'declare it everywhere as docs/schema.md has it',
  },
  LIST_SIZE_APPLIED_TO_NON_LIST: {
    plain: '@listSize stands on what is no list',
    mend: 'take @listSize away, or name the lists in sizedFields',
  },
  LIST_SIZE_INVALID_ASSUMED_SIZE: {
    plain: '@listSize assumes fewer than no rows',
    mend: 'give a number of rows from 0 up',
  },
  LIST_SIZE_INVALID_SIZED_FIELD: {
    plain: '@listSize names sizedFields that are no lists of the answer',
    mend: 'name the fields that hold the rows, such as nodes',
  },
  LIST_SIZE_INVALID_SLICING_ARGUMENT: {
    plain: '@listSize names slicingArguments that the field does not have as whole numbers',
    mend: 'name the arguments that say how many rows are wanted, such as first',
  },
  MISSING_TRANSITIVE_AUTH_REQUIREMENTS: {
    plain: 'its @requires reads fields that take permissions which it does not ask for itself',
    mend: 'add the @requiresScopes of those fields to it',
  },
  AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE: {
    plain: 'an access rule stands on an interface, which cannot have one',
    mend: 'put it on each type that implements the interface',
  },
  INVALID_GRAPHQL: {
    plain: 'the text breaks a rule of GraphQL',
    mend: 'see what composition says below',
  },
  UNSUPPORTED_LINKED_FEATURE: {
    plain: 'it uses a feature that composition does not know',
    mend: 'link https://specs.apollo.dev/federation/v2.9 or an earlier version',
  },
  UNKNOWN_FEDERATION_LINK_VERSION: {
    plain: 'it links a version of federation that composition does not know',
    mend: 'link https://specs.apollo.dev/federation/v2.9 or an earlier version',
  },
})
