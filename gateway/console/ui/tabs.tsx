import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'

export interface Tab<Id extends string = string> {
  readonly id: Id
  readonly words: ReactNode
}

interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly chosen: Id
  readonly onChoose: (id: Id) => void
  readonly children: ReactNode
}

/** Tabs and the panel of the chosen one (WAI-ARIA tabs: arrows move and choose). */
export function Tabs<Id extends string>({
  label,
  tabs,
  chosen,
  onChoose,
  children,
}: TabsProps<Id>) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const shown = list.current?.querySelector('[aria-selected=true]')
    shown?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [chosen])
  return (
    <>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        className="tabs"
        onKeyDown={(event) => chooseByKey(event, tabs, chosen, onChoose)}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls={`${id}panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            className="tab"
            onClick={() => onChoose(tab.id)}
          >
            {tab.words}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}panel`} aria-labelledby={`${id}${chosen}`} tabIndex={-1}>
        {children}
      </div>
    </>
  )
}

interface SegmentsProps<Id extends string> {
  readonly label: string
  readonly options: readonly Tab<Id>[]
  readonly chosen: Id
  readonly onChoose: (id: Id) => void
}

/** One of a few, side by side (WAI-ARIA radio group). */
export function Segments<Id extends string>(props: SegmentsProps<Id>) {
  const { label, options, chosen, onChoose } = props
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="segments"
      onKeyDown={(event) => chooseByKey(event, options, chosen, onChoose)}
    >
      {options.map((option) => (
        <button
          key={option.id}
          type="button"
          role="radio"
          aria-checked={option.id === chosen}
          tabIndex={option.id === chosen ? 0 : -1}
          className="segment"
          onClick={() => onChoose(option.id)}
        >
          {option.words}
        </button>
      ))}
    </div>
  )
}

function chooseByKey<Id extends string>(
  event: KeyboardEvent<HTMLElement>,
  tabs: readonly Tab<Id>[],
  chosen: Id,
  onChoose: (id: Id) => void,
): void {
  const at = tabs.findIndex(({ id }) => id === chosen)
  const to: Readonly<Record<string, number>> = {
    ArrowRight: (at + 1) % tabs.length,
    ArrowLeft: (at - 1 + tabs.length) % tabs.length,
    Home: 0,
    End: tabs.length - 1,
  }
  const next = to[event.key]
  const tab = next === undefined ? undefined : tabs[next]
  if (next === undefined || tab === undefined) return
  event.preventDefault()
  onChoose(tab.id)
  const elements = event.currentTarget.querySelectorAll<HTMLElement>('[role=tab],[role=radio]')
  elements[next]?.focus()
}
