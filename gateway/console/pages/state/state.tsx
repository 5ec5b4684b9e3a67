import './state.css'
import { Maximize2, Minimize2, Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { Button, classes } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import { Figures } from './figures.tsx'
import { Generations } from './generations.tsx'
import { JournalPanel } from './journal-panel.tsx'
import { LimitsPanel } from './limits-panel.tsx'
import { Ministries } from './ministries.tsx'
import { useStateStream } from './use-state-stream.ts'
import { stateWords } from './words.ts'

/** How the gateway does, as it happens: for operators and inspectors. */
export function State() {
  const words = useWords(stateWords)
  const language = useLanguage()
  const [isPaused, setPaused] = useState(false)
  const [isWide, setWide] = useState(false)
  const { states, isConnected } = useStateStream(isPaused)
  const state = states.at(-1)
  return (
    <div className={classes('page', 'state', isWide && 'state-wide')}>
      <PageHead
        title={words.title}
        actions={
          <StreamButtons
            {...{ isPaused, isWide, isConnected }}
            onPause={() => setPaused(!isPaused)}
            onWide={() => setWide(!isWide)}
          />
        }
      >
        {words.lead}
        {state && ` ${words.at} ${moment(language, state.at)}.`}
      </PageHead>
      {state === undefined && <Waiting />}
      {state && (
        <>
          <Figures states={states} state={state} />
          {state.endpoints.map(
            ({ path, lastError }) =>
              lastError !== null && (
                <Notice key={path} look="bad" title={words.refusedSupergraph(path)}>
                  {lastError}
                </Notice>
              ),
          )}
          <Ministries states={states} />
          <Generations endpoints={state.endpoints} planning={state.planning} />
          <JournalPanel journal={state.journal} />
          <LimitsPanel
            limits={{ ...state.limits, ...state.rates?.limits, refused: state.rates?.refused }}
          />
        </>
      )}
    </div>
  )
}

interface StreamButtonsProps {
  readonly isPaused: boolean
  readonly isWide: boolean
  readonly isConnected: boolean
  readonly onPause: () => void
  readonly onWide: () => void
}

function StreamButtons({ isPaused, isWide, isConnected, onPause, onWide }: StreamButtonsProps) {
  const words = useWords(stateWords)
  const arriving = isConnected ? words.live : words.connecting
  return (
    <>
      <span className={classes('badge', isConnected && !isPaused ? 'good' : 'warn')}>
        {isPaused ? words.paused : arriving}
      </span>
      <Button icon={isPaused ? <Play /> : <Pause />} onClick={onPause}>
        {isPaused ? words.goOn : words.pause}
      </Button>
      <Button icon={isWide ? <Minimize2 /> : <Maximize2 />} aria-pressed={isWide} onClick={onWide}>
        {isWide ? words.narrow : words.wide}
      </Button>
    </>
  )
}
