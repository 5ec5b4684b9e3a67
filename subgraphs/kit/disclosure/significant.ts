/** The value to so many significant digits: an exact quotient would tell what was divided by what. */
export function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits))
}
