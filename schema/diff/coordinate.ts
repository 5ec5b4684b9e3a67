/** The coordinate of a field's argument: `Query.person(pin:)`. */
export function argumentCoordinate(field: string, argument: string): string {
  return `${field}(${argument}:)`
}

/** The type that a coordinate begins with: `Person` of `Person.phone`. */
export function typeOfCoordinate(coordinate: string): string {
  const at = coordinate.indexOf('.')
  return at < 0 ? coordinate : coordinate.slice(0, at)
}
