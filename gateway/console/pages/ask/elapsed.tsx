import { useEffect, useState } from 'react'
import { useLanguage } from '../../words/language.ts'
import { duration } from '../../words/numbers.ts'

/** How long something has been going on, since a moment of `performance.now()`. */
export function Elapsed({ since }: { readonly since: number }) {
  const language = useLanguage()
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className="ask-elapsed">{duration(language, Math.max(0, Math.round(now - since)))}</span>
  )
}
