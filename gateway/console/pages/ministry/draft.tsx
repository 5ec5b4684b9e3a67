import { useMutation, useQuery } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useState } from 'react'
import { queries } from '../../api/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { toast } from '../../ui/toast.tsx'
import { common } from '../../words/common.ts'
import { useWords } from '../../words/language.ts'
import { Problems } from './problems.tsx'
import { Refusal } from './refusal.tsx'
import { checkDraft, liveSubgraph, publishDraft, sdlOf } from './registry.ts'
import { ministryWords } from './words.ts'

/** A draft of the next version: written or uploaded, checked, and published when it holds. */
export function Draft({ name }: { readonly name: string }) {
  const words = useWords(ministryWords)
  const [sdl, setSdl] = useState<string>()
  const [isAsking, setAsking] = useState(false)
  const current = useLiveSdl(name)
  const draft = sdl ?? current
  const check = useMutation({ mutationFn: () => checkDraft(name, draft) })
  const holds = check.data?.problems.length === 0
  const change = (text: string) => {
    setSdl(text)
    check.reset()
  }
  return (
    <div className="column">
      <p className="muted">{words.draftLead}</p>
      <TextArea
        label={words.sdl}
        className="mono"
        rows={22}
        spellCheck={false}
        value={draft}
        onChange={(event) => change(event.target.value)}
      />
      <div className="row">
        <Button
          look={holds ? 'plain' : 'primary'}
          busy={check.isPending}
          onClick={() => check.mutate()}
        >
          {words.check}
        </Button>
        <Button
          look={holds ? 'primary' : 'plain'}
          disabled={!holds}
          onClick={() => setAsking(true)}
        >
          {words.publish}
        </Button>
        <label className="button">
          <Upload aria-hidden="true" />
          {words.upload}
          <input
            className="visually-hidden"
            type="file"
            accept=".graphql,.gql,text/plain"
            onChange={(event) => void event.target.files?.[0]?.text().then(change)}
          />
        </label>
        {sdl !== undefined && (
          <Button look="quiet" onClick={() => change(current)}>
            {words.backToLive}
          </Button>
        )}
      </div>
      {check.error && <Refusal error={check.error} />}
      {check.data && !holds && <Problems problems={check.data.problems} />}
      {check.data && holds && <Holds notes={check.data.notes} />}
      {isAsking && <Publish name={name} sdl={draft} onClose={() => setAsking(false)} />}
    </div>
  )
}

/** The SDL that is live; empty until it is here. */
function useLiveSdl(name: string): string {
  const live = useQuery({
    queryKey: ['ministry', name, 'live'],
    queryFn: ({ signal }) => liveSubgraph(name, signal),
  })
  const version = live.data?.version
  const sdl = useQuery({
    queryKey: ['ministry', name, 'sdl', version],
    queryFn: ({ signal }) => sdlOf(name, version ?? 0, signal),
    enabled: version !== undefined,
  })
  return sdl.data ?? ''
}

function Holds({ notes }: { readonly notes: readonly unknown[] }) {
  const words = useWords(ministryWords)
  return (
    <Notice look="good" title={words.holds}>
      {notes.length > 0 && (
        <ul>
          {notes.map((note) => (
            <li key={noteText(note)}>{noteText(note)}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

/** A note is a text, or says its message. */
function noteText(note: unknown): string {
  if (typeof note === 'string') return note
  const { message, coordinate } = note as {
    readonly message?: string
    readonly coordinate?: string
  }
  return [coordinate, message].filter(Boolean).join(': ') || JSON.stringify(note)
}

interface PublishProps {
  readonly name: string
  readonly sdl: string
  readonly onClose: () => void
}

function Publish({ name, sdl, onClose }: PublishProps) {
  const words = useWords(ministryWords)
  const { cancel } = useWords(common)
  const [message, setMessage] = useState('')
  const going = useMutation({
    mutationFn: () => publishDraft(name, sdl, message),
    onSuccess: async ({ state, version }) => {
      await queries.invalidateQueries({ queryKey: ['ministry', name] })
      toast(state === 'waiting' ? words.handedIn(version) : words.published(version))
      onClose()
    },
  })
  return (
    <Dialog
      open
      title={words.publishAsk(name)}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{cancel}</Button>
          <Button look="primary" busy={going.isPending} onClick={() => going.mutate()}>
            {words.publish}
          </Button>
        </>
      }
    >
      <div className="column">
        <p>{words.publishLead}</p>
        <TextField
          label={words.message}
          value={message}
          maxLength={500}
          onChange={(event) => setMessage(event.target.value)}
        />
        {going.error && <Refusal error={going.error} />}
      </div>
    </Dialog>
  )
}
