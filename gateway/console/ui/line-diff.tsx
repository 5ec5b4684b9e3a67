import './line-diff.css'
import { useMemo } from 'react'
import { linesBetween } from './lines-between.ts'

/** What changed between two texts, line by line: removed lines with −, added ones with +. */
export function LineDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(() => linesBetween(before.split('\n'), after.split('\n')), [before, after])
  return (
    <div className="diff mono" tabIndex={0} role="region" aria-label="±">
      {lines.map(({ sign, text }, index) => (
        // Lines stand in the order of the texts and are never moved.
        <div key={index} className={sign === '+' ? 'diff-added' : sign === '−' ? 'diff-gone' : ''}>
          <span className="diff-sign">{sign}</span>
          {text}
        </div>
      ))}
    </div>
  )
}
