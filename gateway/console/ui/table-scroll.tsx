import { type ReactNode, useEffect, useRef, useState } from 'react'
import { common } from '../words/common.ts'
import { useWords } from '../words/language.ts'
import { classes } from './button.tsx'

interface TableScrollProps {
  readonly className?: string
  readonly children: ReactNode
}

/** Holds a table that may be larger than its place: it then scrolls, by the arrow keys as well. */
export function TableScroll({ className, children }: TableScrollProps) {
  const words = useWords(common)
  const frame = useRef<HTMLDivElement>(null)
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    const shown = frame.current
    if (!shown) return undefined
    const observer = new ResizeObserver(() =>
      setScrolls(shown.scrollWidth > shown.clientWidth || shown.scrollHeight > shown.clientHeight),
    )
    for (const one of [shown, ...shown.children]) observer.observe(one)
    return () => observer.disconnect()
    // A table may take the place of another.
  }, [children])
  const reached = scrolls ? { tabIndex: 0, role: 'group', 'aria-label': words.wideTable } : {}
  return (
    <div ref={frame} className={classes('table-scroll', className)} {...reached}>
      {children}
    </div>
  )
}
