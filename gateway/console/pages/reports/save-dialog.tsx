import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { roles } from '../../../../auth/role.ts'
import { roleTitles } from '../../../../auth/role-title.ts'
import { labelOf } from '../../../export/me-labels.ts'
import { queries } from '../../api/queries.ts'
import type { SignedIn } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckField, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { toast } from '../../ui/toast.tsx'
import { common } from '../../words/common.ts'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { type Report, type ReportDraft, idOf, saveReport } from './report.ts'
import { reportWords } from './words.ts'

/** What a report is saved from. */
export type ReportStart = Pick<
  Report,
  'title' | 'description' | 'document' | 'chart' | 'purpose' | 'shared' | 'parameters'
>

interface SaveDialogProps {
  readonly session: SignedIn
  /** The report that gets another version; undefined for one of its own. */
  readonly base: Report | undefined
  readonly start: ReportStart
  readonly onClose: () => void
}

/** Saves a report: a new one, or another version. Nothing that was saved before is lost. */
export function SaveDialog({ session, base, start, onClose }: SaveDialogProps) {
  const words = useWords(reportWords)
  const { cancel, save } = useWords(common)
  const [, go] = useLocation()
  const [draft, setDraft] = useState(start)
  const [ownId, setOwnId] = useState('')
  const [message, setMessage] = useState('')
  const id = base?.id ?? (ownId || idOf(draft.title.vi))
  const saving = useMutation({
    mutationFn: () => saveReport(id, handedIn(draft, base?.version ?? 0, message)),
    onSuccess: async (saved) => {
      // A list of before would be shown until the new one is there.
      await queries.resetQueries({ queryKey: ['reports'] })
      await queries.invalidateQueries({ queryKey: ['report', saved.id] })
      toast(words.saved)
      onClose()
      go(`~/reports/${saved.id}`)
    },
  })
  const ready = draft.title.vi.trim() !== '' && draft.title.en.trim() !== '' && id.length >= 3
  return (
    <Dialog
      wide
      open
      title={base ? words.edit : words.saveAs}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{cancel}</Button>
          <Button
            look="primary"
            busy={saving.isPending}
            disabled={!ready}
            onClick={() => saving.mutate()}
          >
            {save}
          </Button>
        </>
      }
    >
      <div className="column">
        {saving.error && <Fault error={saving.error} />}
        <Titles draft={draft} onDraft={setDraft} />
        {base ? (
          <TextField
            label={words.message}
            value={message}
            maxLength={500}
            onChange={(event) => setMessage(event.target.value)}
          />
        ) : (
          <TextField
            label={words.id}
            hint={words.idHint(id)}
            value={ownId}
            maxLength={64}
            pattern="[a-z0-9][a-z0-9\-]+[a-z0-9]"
            onChange={(event) => setOwnId(event.target.value)}
          />
        )}
        <TextArea
          label={words.document}
          className="mono"
          rows={10}
          value={draft.document}
          spellCheck={false}
          onChange={(event) => setDraft({ ...draft, document: event.target.value })}
        />
        <PurposeField session={session} draft={draft} onDraft={setDraft} />
        <ShareField draft={draft} onDraft={setDraft} />
      </div>
    </Dialog>
  )
}

interface PartProps {
  readonly draft: ReportStart
  readonly onDraft: (draft: ReportStart) => void
}

function Titles({ draft, onDraft }: PartProps) {
  const words = useWords(reportWords)
  const { title, description } = draft
  return (
    <div className="report-pair">
      <TextField
        required
        label={words.titleVi}
        value={title.vi}
        maxLength={200}
        onChange={(event) => onDraft({ ...draft, title: { ...title, vi: event.target.value } })}
      />
      <TextField
        required
        label={words.titleEn}
        value={title.en}
        maxLength={200}
        onChange={(event) => onDraft({ ...draft, title: { ...title, en: event.target.value } })}
      />
      <TextArea
        label={words.aboutVi}
        value={description.vi}
        maxLength={2000}
        onChange={(event) =>
          onDraft({ ...draft, description: { ...description, vi: event.target.value } })
        }
      />
      <TextArea
        label={words.aboutEn}
        value={description.en}
        maxLength={2000}
        onChange={(event) =>
          onDraft({ ...draft, description: { ...description, en: event.target.value } })
        }
      />
    </div>
  )
}

function PurposeField({ session, draft, onDraft }: PartProps & { readonly session: SignedIn }) {
  const words = useWords(reportWords)
  const language = useLanguage()
  if (session.purposes.length === 0) return null
  return (
    <SelectField
      label={words.purpose}
      value={draft.purpose ?? ''}
      onChange={({ target: { value } }) => onDraft({ ...draft, purpose: value || null })}
    >
      <option value="">{words.noPurpose}</option>
      {session.purposes.map(({ id, title }) => (
        <option key={id} value={id}>
          {inLanguage(language, title)}
        </option>
      ))}
    </SelectField>
  )
}

function ShareField({ draft, onDraft }: PartProps) {
  const words = useWords(reportWords)
  const language = useLanguage()
  return (
    <fieldset>
      <legend className="field-label">{words.share}</legend>
      <div className="report-roles">
        {roles.map((role) => (
          <CheckField
            key={role}
            label={inLanguage(language, labelOf(roleTitles[role], role))}
            checked={draft.shared.includes(role)}
            onChange={({ target: { checked } }) =>
              onDraft({
                ...draft,
                shared: checked
                  ? [...draft.shared, role]
                  : draft.shared.filter((one) => one !== role),
              })
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

function handedIn(
  { title, description, document, chart, purpose, shared, parameters }: ReportStart,
  base: number,
  message: string,
): ReportDraft {
  return {
    base,
    title,
    description,
    document,
    chart,
    purpose,
    shared,
    labels: Object.fromEntries(parameters.map(({ name, label }) => [name, label])),
    ...(message.trim() === '' ? {} : { message }),
  }
}
