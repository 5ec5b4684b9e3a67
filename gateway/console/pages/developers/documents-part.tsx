import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../../api/request.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { toast } from '../../ui/toast.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { common } from '../../words/common.ts'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import { chosenTab } from '../ask/bench.ts'
import { useBench } from '../ask/bench-store.ts'
import { Part } from './part.tsx'
import { developerWords } from './words.ts'

interface Registered {
  readonly documentId: string
  readonly registeredAt: string
  /** Of plain HTTP; null where it has none. */
  readonly address: string | null
}

interface Listed {
  readonly documents: readonly Registered[]
}

const key = ['documents']

/** What an application registered: listed, registered, withdrawn. */
export function DocumentsPart() {
  const words = useWords(developerWords)
  const [leaving, setLeaving] = useState<string>()
  const client = useQueryClient()
  const { data, error, isPending } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => read<Listed>('/documents', { signal }),
  })
  const withdrawal = useMutation({
    mutationFn: (id: string) => read(`/documents/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSettled: async () => {
      setLeaving(undefined)
      await client.invalidateQueries({ queryKey: key })
    },
  })
  return (
    <Part title={words.documents} lead={words.documentsLead}>
      {isPending && <Waiting />}
      {error && <Fault error={error} />}
      {withdrawal.error && <Fault error={withdrawal.error} />}
      {data && data.documents.length === 0 && <p className="muted">{words.documentsNone}</p>}
      {data && data.documents.length > 0 && (
        <DocumentTable documents={data.documents} onWithdraw={setLeaving} />
      )}
      <Register />
      <Dialog
        title={words.withdrawAsk}
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        foot={
          <Button
            look="danger"
            busy={withdrawal.isPending}
            onClick={() => leaving !== undefined && withdrawal.mutate(leaving)}
          >
            {words.withdraw}
          </Button>
        }
      >
        <p>{words.withdrawSaid}</p>
        <code className="developers-token">{leaving}</code>
      </Dialog>
    </Part>
  )
}

interface DocumentTableProps {
  readonly documents: readonly Registered[]
  readonly onWithdraw: (id: string) => void
}

function DocumentTable({ documents, onWithdraw }: DocumentTableProps) {
  const language = useLanguage()
  const words = useWords(developerWords)
  return (
    <TableScroll>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.documentId}</th>
            <th scope="col">{words.address}</th>
            <th scope="col">{words.registeredAt}</th>
            <th>
              <span className="visually-hidden">{words.withdraw}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {documents.map(({ documentId, registeredAt, address }) => (
            <tr key={documentId}>
              <td>
                <span className="row developers-id">
                  <code title={documentId}>{documentId.slice(0, 23)}…</code>
                  <CopyButton text={documentId} />
                </span>
              </td>
              <td>
                {address === null ? (
                  '–'
                ) : (
                  <span className="row developers-id">
                    <code>{address}</code>
                    <CopyButton text={curlOf(address)} words="curl" />
                  </span>
                )}
              </td>
              <td>{moment(language, registeredAt)}</td>
              <td className="number">
                <Button tight onClick={() => onWithdraw(documentId)}>
                  {words.withdraw}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

/** The line that asks a document by its address; whoever pastes it brings the token. */
function curlOf(address: string): string {
  const url = new URL(address, location.origin).href
  return `curl -s '${url}' -H "authorization: Bearer $TOKEN"`
}

function Register() {
  const words = useWords(developerWords)
  const { cancel } = useWords(common)
  const [text, setText] = useState('')
  const bench = useBench()
  const client = useQueryClient()
  const registration = useMutation({
    mutationFn: (document: string) =>
      read<Listed>('/documents', { method: 'POST', body: { documents: [document] } }),
    onSuccess: (listed) => {
      client.setQueryData(key, listed)
      setText('')
      toast(words.registered)
    },
  })
  const current = chosenTab(bench).query
  return (
    <form
      className="column"
      onSubmit={(event) => {
        event.preventDefault()
        registration.mutate(text)
      }}
    >
      <TextArea
        label={words.documentText}
        className="input mono"
        spellCheck={false}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {registration.error && <Fault error={registration.error} />}
      <div className="row">
        <Button type="submit" disabled={text.trim() === ''} busy={registration.isPending}>
          {words.register}
        </Button>
        {current.trim() !== '' && text === '' && (
          <Button look="quiet" onClick={() => setText(current)}>
            {words.fromBench}
          </Button>
        )}
        {text !== '' && (
          <Button look="quiet" onClick={() => setText('')}>
            {cancel}
          </Button>
        )}
      </div>
    </form>
  )
}
