import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Link } from 'wouter'
import { classes } from './button.tsx'

export interface MenuItem {
  readonly id: string
  readonly words: string
  readonly icon?: ReactNode
  readonly checked?: boolean
  /** A path of this page; else `onChoose`. */
  readonly to?: string
  readonly onChoose?: () => void
}

interface MenuProps {
  readonly label: string
  /** What the button shows. */
  readonly face: ReactNode
  readonly look?: 'plain' | 'quiet' | 'primary'
  /** Groups of items, with a line between. */
  readonly groups: readonly (readonly MenuItem[])[]
  readonly note?: ReactNode
  readonly side?: 'start' | 'end'
  readonly onlyIcon?: boolean
  readonly tight?: boolean
}

/** A button that opens a list of what can be done (WAI-ARIA menu button: arrows, Home, End, Escape). */
export function Menu(props: MenuProps) {
  const { label, face, look = 'quiet', groups, note, side = 'end', onlyIcon, tight } = props
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useClosedOutside(root, open, () => setOpen(false))
  const [isCut, setCut] = useState(false)
  useLayoutEffect(() => setCut(open && isCutLeft(root.current)), [open])
  useEffect(() => {
    if (open) itemsOf(root.current)[0]?.focus()
  }, [open])

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    } else if (event.key === 'Tab') setOpen(false)
    else if (moved(event.key, itemsOf(root.current))) event.preventDefault()
  }
  return (
    <div
      ref={root}
      className={classes('menu', (side === 'start' || isCut) && 'start')}
      onKeyDown={onKeyDown}
    >
      <button
        ref={button}
        type="button"
        className={classes('button', look, onlyIcon && 'only-icon', tight && 'tight')}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={onlyIcon ? label : undefined}
        onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open && (
        <div className="menu-list">
          {note && <div className="menu-note">{note}</div>}
          <div role="menu" aria-label={label}>
            {groups
              .filter((group) => group.length > 0)
              .map((group, index) => (
                <div role="group" key={group[0]?.id}>
                  {(index > 0 || note) && <hr className="menu-line" />}
                  {group.map((item) => (
                    <Item key={item.id} item={item} onDone={close} />
                  ))}
                </div>
              ))}
          </div>
        </div>
      )}
    </div>
  )
}

function Item({ item, onDone }: { readonly item: MenuItem; readonly onDone: () => void }) {
  const role = item.checked === undefined ? 'menuitem' : 'menuitemradio'
  const shown = (
    <>
      {item.icon}
      <span className="grow">{item.words}</span>
      {item.checked === true && <span aria-hidden="true">✓</span>}
    </>
  )
  const shared = { className: 'menu-item', role, 'aria-checked': item.checked, tabIndex: -1 }
  const choose = () => {
    onDone()
    item.onChoose?.()
  }
  if (item.to !== undefined)
    return (
      <Link {...shared} href={item.to} onClick={choose}>
        {shown}
      </Link>
    )
  return (
    <button {...shared} type="button" onClick={choose}>
      {shown}
    </button>
  )
}

function itemsOf(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('.menu-item') ?? [])]
}

/** Whether a list that opens to the left would be cut by what holds the button. */
function isCutLeft(root: HTMLElement | null): boolean {
  const list = root?.querySelector('.menu-list')
  if (!root || !list) return false
  const { left } = list.getBoundingClientRect()
  for (let one = root.parentElement; one; one = one.parentElement)
    if (getComputedStyle(one).overflowX !== 'visible' && left < one.getBoundingClientRect().left)
      return true
  return left < 0
}

function moved(key: string, items: readonly HTMLElement[]): boolean {
  const at = items.findIndex((item) => item === document.activeElement)
  const to: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }
  const next = to[key]
  if (next === undefined) return false
  items[next]?.focus()
  return true
}

/** Calls `onOutside` for a press outside of the element while it is open. */
export function useClosedOutside(
  root: { readonly current: HTMLElement | null },
  open: boolean,
  onOutside: () => void,
): void {
  useEffect(() => {
    if (!open) return undefined
    const pressed = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) onOutside()
    }
    document.addEventListener('pointerdown', pressed)
    return () => document.removeEventListener('pointerdown', pressed)
  })
}
