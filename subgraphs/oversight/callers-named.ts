import { auditedText } from '../../auth/audited-text.ts'
import type { PersonKeys } from '../../auth/person-keys.ts'

/** The names under which the journal may hold a credential: one for each key that its numbers may have been hashed with. */
export function callersNamed(caller: string, keys: PersonKeys): readonly string[] {
  const names = keys
    .everyPerson('')
    .map((_, which) => auditedText(caller, (digits) => keys.everyPerson(digits)[which] ?? '…'))
  return [...new Set(names)]
}
