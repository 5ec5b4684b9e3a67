/** What an iterator answered first, and then the rest of it: for who looks at the beginning before going on. */
export async function* continued<Value>(
  first: IteratorResult<Value>,
  rest: AsyncIterator<Value>,
): AsyncGenerator<Value> {
  try {
    for (let one = first; one.done !== true; one = await rest.next()) yield one.value
  } finally {
    await rest.return?.()
  }
}
