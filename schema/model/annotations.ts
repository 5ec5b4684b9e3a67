/**
 * The directives and scalars that a ministry's file may use without declaring them. `@table @column @value @join
 * @aggregate @filterable @sortable @lookup @exists @scope @compartment @masked @quality` map the schema onto tables,
 * `@resolved` says that the ministry answers in code: these stay in the subgraph; `@classified` and `@subject` travel into the supergraph; the rest is standard federation.
 */
export const annotations = /* GraphQL */ `
  directive @table(
    name: String!
    schema: String
    key: [String!]!
    plural: String
    roots: Boolean = true
    validity: [String!]
    changed: String
  ) on OBJECT
  directive @column(name: String!) on FIELD_DEFINITION
  directive @value(text: String!) on ENUM_VALUE
  directive @join(columns: [String!]!, references: [String!], via: [String!]) on FIELD_DEFINITION
  directive @filterable on FIELD_DEFINITION
  directive @sortable on FIELD_DEFINITION
  directive @aggregate(fns: [AggregateFunction!], scopes: [[String!]!]) on OBJECT | FIELD_DEFINITION
  directive @dimension(
    name: String
    field: String
    via: [String!]
    derive: Derivation
    width: Int
    at: String
  ) repeatable on OBJECT | FIELD_DEFINITION
  directive @rollup(
    name: String!
    by: [RollupDimension!]!
    measures: [String!]
  ) repeatable on OBJECT
  directive @quality(
    code: String!
    criterion: QualityCriterion!
    kind: QualityKind!
    vi: String!
    en: String!
    fields: [String!]
    version: Int = 1
    identifier: Boolean = false
    when: [QualityCondition!]
    pattern: String
    min: String
    max: String
    values: [String!]
    catalogue: String
    at: String
    via: String
    rows: [QualityCondition!]
    count: Int
    sum: String
    tolerance: Float
    atMost: Boolean
    withinDays: Int
    with: String
  ) repeatable on OBJECT | FIELD_DEFINITION
  directive @subject(column: String!, via: [String!], recordKey: String) on OBJECT
  directive @scope(by: ScopeKind!, column: String!, via: [String!]) repeatable on OBJECT
  directive @compartment(column: String!) on OBJECT
  directive @lookup(bySubject: Boolean = false, validAt: String) on FIELD_DEFINITION
  directive @exists(type: String!) on FIELD_DEFINITION
  directive @masked(kind: MaskKind!) on FIELD_DEFINITION
  directive @resolved on OBJECT | FIELD_DEFINITION
  directive @classified(level: DataClass!, category: String) on FIELD_DEFINITION

  directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT
  directive @external on FIELD_DEFINITION
  directive @shareable on OBJECT | FIELD_DEFINITION
  directive @inaccessible on OBJECT | FIELD_DEFINITION | ENUM | ENUM_VALUE
  directive @tag(name: String!) repeatable on OBJECT | FIELD_DEFINITION | ENUM | ENUM_VALUE
  directive @listSize(assumedSize: Int!) on FIELD_DEFINITION
  directive @cost(weight: Int!) on FIELD_DEFINITION
  directive @authenticated on OBJECT | FIELD_DEFINITION
  directive @requiresScopes(scopes: [[String!]!]!) on OBJECT | FIELD_DEFINITION

  enum AggregateFunction {
    SUM
    AVG
    MIN
    MAX
    STDDEV
    VARIANCE
    PERCENTILE
    COUNT_DISTINCT
  }
  input RollupDimension {
    dimension: String!
    bucket: RollupBucket
  }
  enum RollupBucket {
    HOUR
    DAY
    WEEK
    MONTH
    QUARTER
    YEAR
  }
  input QualityCondition {
    field: String!
    in: [String!]
    given: Boolean
  }
  enum Derivation {
    AGE
    AGE_BAND
  }
  enum ScopeKind {
    PROVINCE
    COMMUNE
    FACILITY
    INSTITUTION
    KEY
  }
  enum QualityCriterion {
    ACCURACY
    COMPLETENESS
    VALIDITY
    CURRENCY
    AGREEMENT
  }
  enum QualityKind {
    FORMAT
    RANGE
    CODE
    REFERENCE
    UNIQUE
    COMPLETE
    TIMELY
    COUNT
    SUM
    PERSONAL_NUMBER
    GRADE_AGE
    AGREES
  }
  enum MaskKind {
    NUMBER
    NAME
    BIRTH_DATE
  }
  enum DataClass {
    BASIC
    SENSITIVE
    RESTRICTED
  }

  scalar Date
  scalar DateTime
  scalar LocalDateTime
  scalar BigInt
  scalar JSON
  scalar PersonalId
`
