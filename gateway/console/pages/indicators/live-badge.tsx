import { useWords } from '../../words/language.ts'
import { indicatorWords } from './words.ts'

/** Whether new values come by themselves. */
export function LiveBadge({ isLive }: { readonly isLive: boolean }) {
  const words = useWords(indicatorWords)
  return (
    <span className={isLive ? 'badge good no-print' : 'badge warn no-print'} role="status">
      {isLive ? words.live : words.connecting}
    </span>
  )
}
