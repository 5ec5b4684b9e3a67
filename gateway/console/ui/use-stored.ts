import { useCallback, useState } from 'react'

/** A number that this tab of the browser remembers, for instance how wide a pane is. */
export function useStored(
  name: string,
  initial: number,
): readonly [number, (value: number) => void] {
  const key = `lien-thong.${name}`
  const [value, setValue] = useState(() => read(key) ?? initial)
  const put = useCallback(
    (next: number) => {
      setValue(next)
      try {
        sessionStorage.setItem(key, String(next))
      } catch {
        // Storage may be forbidden; the value then lasts as long as the page.
      }
    },
    [key],
  )
  return [value, put]
}

function read(key: string): number | undefined {
  try {
    const found = Number(sessionStorage.getItem(key) ?? Number.NaN)
    return Number.isFinite(found) ? found : undefined
  } catch {
    return undefined
  }
}
