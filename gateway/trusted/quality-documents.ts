/** Fields of a score, as the page shows them. */
const score =
  'criterion numerator denominator share lower upper method asOf standing disclosure { status reason }'

/** What the page's board of quality asks of a database, for the country or a place. */
export function qualityDocument(root: string): string {
  return `query Quality($grain: QualityGrain, $place: ID) { quality: ${root}(grain: $grain, place: $place) {
  database grain place asOf standing failedIdentifiers green amber thresholdsFrom
  score { ${score} } criteria { ${score} }
  tables { name rows worklist score { ${score} } criteria { ${score} } fields { name score { ${score} } }
    rules { code vi en kind field identifier version score { ${score} } } }
} }`
}

/** Scores by place, the lowest first. */
export function qualityPlacesDocument(root: string): string {
  return `query QualityPlaces($grain: QualityGrain!, $province: ID, $rule: ID) {
  places: ${root}(grain: $grain, province: $province, rule: $rule, first: 200) { code score { ${score} } }
}`
}

/** The records that a worklist shows, by the type's name: enough to find each in the ministry's own system. */
const worklistFields: Readonly<Record<string, string>> = {
  person: 'pin fullName birthDate communeCode',
  household: 'id fileNumber communeCode',
  parcel: 'geohash mapSheet parcelNumber communeCode',
  landUse: 'parcelGeohash ordinal code communeCode',
  landRegistration: 'serial registerNumber issuedOn communeCode',
  prescription: 'code facilityCode issuedAt',
  enrolment: 'id learnerCode schoolYear institutionCode',
  institution: 'code name communeCode',
}

/** A page of the records that fail a rule; undefined for a field at the root that the page does not know. */
export function worklistDocument(root: string): string | undefined {
  const fields = worklistFields[root.replace(/QualityFailures$/, '')]
  if (fields === undefined) return undefined
  return `query Worklist($rule: ID!, $after: String) { list: ${root}(rule: $rule, first: 50, after: $after) {
  totalCount nodes { ${fields} } pageInfo { hasNextPage endCursor }
} }`
}

/** Whether a text is one of these. */
export function isQualityDocument(text: string): boolean {
  const root = /^query \w+\([^)]*\) \{\s+\w+: ([a-z][A-Za-z0-9]{0,99})\(/.exec(text)?.[1]
  if (root === undefined) return false
  const known = [qualityDocument(root), qualityPlacesDocument(root), worklistDocument(root)]
  return known.includes(text)
}
