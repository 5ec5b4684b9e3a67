import { Plus, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { useWords } from '../../words/language.ts'
import { type Bench, tabName } from './bench.ts'
import { addTab, chooseTab, closeTab } from './bench-store.ts'
import { dropRun } from './runs.ts'
import { askWords } from './words.ts'

/** The open questions. Arrows move between them, Delete closes one. */
export function BenchTabs({ bench }: { readonly bench: Bench }) {
  const words = useWords(askWords)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = bench.tabs.findIndex(({ id }) => id === bench.chosen)
    if (event.key === 'Delete') close(bench.chosen)
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const next = step === undefined ? undefined : bench.tabs.at((at + step) % bench.tabs.length)
    if (next === undefined) return
    event.preventDefault()
    chooseTab(next.id)
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }
  return (
    <div className="ask-tabs">
      <div role="tablist" aria-label={words.tabs} className="ask-tablist" onKeyDown={onKeyDown}>
        {bench.tabs.map((tab) => {
          const name = tabName(tab) ?? words.untitled
          const isChosen = tab.id === bench.chosen
          return (
            <div key={tab.id} className="ask-tab" data-chosen={isChosen} role="presentation">
              <button
                type="button"
                role="tab"
                data-tab={tab.id}
                aria-selected={isChosen}
                aria-controls="ask-bench"
                tabIndex={isChosen ? 0 : -1}
                onClick={() => chooseTab(tab.id)}
              >
                {name}
              </button>
              {bench.tabs.length > 1 && (
                <IconButton
                  tight
                  tabIndex={isChosen ? 0 : -1}
                  label={words.closeTab(name)}
                  icon={<X />}
                  onClick={() => close(tab.id)}
                />
              )}
            </div>
          )
        })}
      </div>
      <IconButton tight label={words.newTab} icon={<Plus />} onClick={addTab} />
    </div>
  )
}

function close(id: string): void {
  dropRun(id)
  closeTab(id)
}
