import type { PersonKeys } from '../../auth/person-keys.ts'

/**
 * The names under which the journal may hold a credential: a personal number in it stands there as the hash
 * of one of the keys.
 */
export function callersNamed(caller: string, keys: PersonKeys): readonly string[] {
  const [pin] = /(?<!\d)\d{12}(?!\d)/.exec(caller) ?? []
  if (pin === undefined) return [caller]
  return keys.everyPerson(pin).map((hash) => caller.replaceAll(pin, hash))
}
