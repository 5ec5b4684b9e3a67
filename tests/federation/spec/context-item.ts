/** Owners of things, each thing with a label that says in whose language it is. */
export const item = {
  type: `type Item @key(fields: "id") { id: ID! label(in: String @fromContext(field: "$user { locale }")): String`,
  label: (
    { id }: Readonly<Record<string, unknown>>,
    { in: locale = 'none' }: Readonly<Record<string, unknown>>,
  ) => `${String(id)} in ${String(locale)}`,
}
