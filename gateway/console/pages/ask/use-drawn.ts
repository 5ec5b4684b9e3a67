import { useCallback, useRef } from 'react'
import type { SavedChart } from '../../charts/spec.ts'
import type { Run } from './runs.ts'

/** How the answer on the page is drawn, for a report that is made of its question. */
export function useDrawn(run: Run | undefined) {
  const drawn = useRef<SavedChart>(undefined)
  const onDrawn = useCallback((chart: SavedChart | undefined) => {
    drawn.current = chart
  }, [])
  /** The chart, where the answer is that of this text; that of another one may not fit. */
  const chartOf = (query: string): SavedChart | undefined =>
    run?.is === 'answered' && run.question.query === query ? drawn.current : undefined
  return { onDrawn, chartOf }
}
