import type { CheckPublish } from '../../schema/registry/check-publish.ts'
import type { Composer } from '../../schema/registry/open-composer.ts'
import type { UseStore } from '../use/use-store.ts'

export interface CheckParts {
  readonly uses: Pick<UseStore, 'uses'>
  readonly composer: Pick<Composer, 'changes' | 'judge'>
  /** Days of use that a change is judged by unless it says otherwise. */
  readonly days: number
}

/** Judges a change that composes by what it breaks for those who used what is live in the last days (judge-release.ts). */
export function checkByUse({ uses, composer, days: usualDays }: CheckParts): CheckPublish {
  return async ({ kind, subgraph, current, proposed, days = usualDays }) => {
    const changes =
      current === undefined
        ? []
        : await composer.changes({ before: current.supergraph, after: proposed.supergraph })
    const isSafe = changes.every(({ severity }) => severity === 'safe')
    const use = { days, uses: isSafe ? [] : await uses.uses(days, new Date()) }
    return await composer.judge({ kind, subgraph, subgraphs: proposed.subgraphs, changes, use })
  }
}
