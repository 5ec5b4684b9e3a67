/** A name as SQL writes it, whatever it holds. PostgreSQL's names cannot hold U+0000. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as SQL writes it, where backslashes stand for themselves (standard_conforming_strings). */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
