/** The names that the expander gives to what it generates for a type; a ministry refers to them. */
export const generatedName = Object.freeze({
  connection: (type: string) => `${type}Connection`,
  edge: (type: string) => `${type}Edge`,
  totals: (type: string) => `${type}Totals`,
  filter: (type: string) => `${type}Filter`,
  listFilter: (type: string) => `${type}ListFilter`,
  keyFilter: (type: string) => `${type}KeyFilter`,
  order: (type: string) => `${type}Order`,
  orderField: (type: string) => `${type}OrderField`,
  groups: (type: string) => `${type}Groups`,
  group: (type: string) => `${type}Group`,
  groupKey: (type: string) => `${type}GroupKey`,
  groupBy: (type: string) => `${type}GroupBy`,
  dimension: (type: string) => `${type}Dimension`,
  measureField: (type: string) => `${type}MeasureField`,
  measureInput: (type: string) => `${type}MeasureInput`,
  having: (type: string) => `${type}Having`,
  measureHaving: (type: string, field: string) => `${type}${capital(field)}Having`,
  groupOrder: (type: string) => `${type}GroupOrder`,
  measure: (type: string, field: string) => `${type}${capital(field)}Measure`,
})

/** `Parcel` → `parcel`, `parcels`; `HealthFacility` → `healthFacility`, `healthFacilities`. */
export function rootNames(
  type: string,
  plural: string,
): {
  one: string
  many: string
  totals: string
  groups: string
} {
  const one = type.charAt(0).toLowerCase() + type.slice(1)
  return { one, many: plural, totals: `${one}Totals`, groups: `${one}Groups` }
}

/** The usual English plural; a ministry overrides it by `@table(plural:)`. */
export function pluralOf(type: string): string {
  const one = type.charAt(0).toLowerCase() + type.slice(1)
  if (/[^aeiou]y$/.test(one)) return `${one.slice(0, -1)}ies`
  if (/(s|x|ch|sh)$/.test(one)) return `${one}es`
  return `${one}s`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `SORT_NAME` for `sortName`: how a field is called in an enum of orders. */
export function enumName(field: string): string {
  return field.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
}

/** `area_m2` for `areaM2`, the column that a field reads unless `@column` says otherwise. */
export function columnName(field: string): string {
  return field.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}
