/** `CHECK ((x = ANY (ARRAY['a'::text, 'b'::text])))`, as pg_get_constraintdef writes `x IN ('a', 'b')`. */
const list =
  /^CHECK \(+[^']*? = ANY \(+ARRAY\[((?:'(?:[^']|'')*'(?:::[a-z "]+(?:\(\d+\))?)?(?:, )?)+)\]\)*(?:::[a-z [\]]+)?\)*( NO INHERIT| NOT VALID)*$/
const literal = /'((?:[^']|'')*)'/g

/** The texts that a check of one column allows; none where no check is just such a list. */
export function checkValues(checks: readonly string[]): readonly string[] {
  for (const check of checks) {
    const [, values] = list.exec(check) ?? []
    if (values !== undefined)
      return [...values.matchAll(literal)].map(([, text = '']) => text.replaceAll("''", "'"))
  }
  return []
}
