import { Refused, isRecord } from '../../api/refused.ts'
import { Fault } from '../../ui/notice.tsx'
import { Problems } from './problems.tsx'
import type { Problem } from './registry.ts'

/** Why the registry refused a change: with its problems, where it names some. */
export function Refusal({ error }: { readonly error: unknown }) {
  const problems = problemsIn(error)
  return (
    <>
      <Fault error={error} />
      {problems.length > 0 && <Problems problems={problems} />}
    </>
  )
}

function problemsIn(error: unknown): readonly Problem[] {
  const found = error instanceof Refused ? error.details['problems'] : undefined
  if (!Array.isArray(found)) return []
  return found.filter(isRecord).filter(isProblem)
}

function isProblem(
  value: Readonly<Record<string, unknown>>,
): value is Record<string, unknown> & Problem {
  return typeof value['code'] === 'string' && typeof value['message'] === 'string'
}
