const special = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

/** One value in PostgreSQL's COPY text format: null is `\N`, and four characters are escaped. */
export function copyText(value: string | number | boolean | null): string {
  if (value === null) return '\\N'
  const text = String(value)
  return special.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (found) => escapes[found] ?? '') : text
}
