import { serveWork } from '../thread/serve-work.ts'
import { changesOf } from './changes-of.ts'
import { composeRelease } from './compose-release.ts'
import { judgeRelease } from './judge-release.ts'
import { keptOfOthers } from './kept-of-others.ts'
import type { ComposerWork } from './open-composer.ts'

// Runs in the thread of open-composer.ts.
serveWork((work: ComposerWork) => {
  switch (work.kind) {
    case 'compose':
      return composeRelease(work.subgraphs)
    case 'changes':
      return changesOf(work.comparison)
    case 'taken':
      return keptOfOthers(work.before, work.after, new Set(work.changed))
    case 'judge':
      return judgeRelease(work.change)
    default:
      return work satisfies never
  }
})
