import './json-view.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import { useWords } from '../words/language.ts'
import { toggled } from './arranged.ts'
import { type JsonLine, jsonLines } from './json-lines.ts'
import { answerWords } from './words.ts'

const lineHeight = 20
const overscan = 20
const indent = 16

/** A JSON text of any length: folded by its brackets, lines outside of the view are not in the page. */
export function JsonView({ text }: { readonly text: string }) {
  const words = useWords(answerWords)
  const scroll = useRef<HTMLDivElement>(null)
  const [folded, setFolded] = useState<readonly string[]>([])
  const value = useMemo(() => JSON.parse(text) as unknown, [text])
  const lines = useMemo(() => jsonLines(value, new Set(folded)), [value, folded])
  const shown = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    overscan,
  })
  return (
    <div className="json">
      <div className="json-tools">
        <CopyButton text={JSON.stringify(value, undefined, 2)} words={words.wholeAnswer} />
      </div>
      <div ref={scroll} className="json-scroll" tabIndex={0} role="region" aria-label={words.json}>
        <div className="json-sheet" style={{ height: shown.getTotalSize() }}>
          {shown.getVirtualItems().map(({ index, start }) => {
            const line = lines[index]
            return (
              line && (
                <Line
                  key={index}
                  line={line}
                  top={start}
                  onFold={(path) => setFolded(toggled(folded, path))}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

interface LineProps {
  readonly line: JsonLine
  readonly top: number
  readonly onFold: (path: string) => void
}

function Line({ line: { depth, key, text, kind, fold, comma }, top, onFold }: LineProps) {
  const Icon = kind === 'folded' ? ChevronRight : ChevronDown
  return (
    <div
      className="json-line"
      style={{ transform: `translateY(${top}px)`, paddingLeft: 22 + depth * indent }}
    >
      {fold !== undefined && (
        <button
          type="button"
          className="json-fold"
          aria-label={key ?? text}
          aria-expanded={kind === 'open'}
          onClick={() => onFold(fold)}
        >
          <Icon aria-hidden="true" />
        </button>
      )}
      {key !== undefined && <span className="json-key">{JSON.stringify(key)}: </span>}
      <span className={`json-${kind}`}>{text}</span>
      {comma && ','}
    </div>
  )
}
