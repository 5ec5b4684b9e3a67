import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useOrderKey } from '../../api/order-key.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { toast } from '../../ui/toast.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { lawText } from '../../words/law-text.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { moment, number } from '../../words/numbers.ts'
import { FindingBadge } from './finding-badge.tsx'
import { purposeWords } from './purpose-words.ts'
import { spoken } from './spoken.ts'
import { reviewWords } from './review-words.ts'
import { type Emergency, type Finding, addFinding, findings } from './reviews.ts'
import { inspectWords } from './words.ts'

interface ReviewDialogProps {
  readonly emergency: Emergency
  readonly onClose: () => void
}

/** An emergency access: who, why and where, what was found, and a form to add a finding. */
export function ReviewDialog({ emergency, onClose }: ReviewDialogProps) {
  const words = useWords(reviewWords)
  const language = useLanguage()
  return (
    <Dialog wide open title={words.title} onClose={onClose}>
      <div className="column">
        {emergency.intact === false && <Notice look="bad">{words.changed}</Notice>}
        <Facts emergency={emergency} />
        {emergency.findings.length > 0 && <h3>{words.history}</h3>}
        {emergency.findings.map(({ version, at, reviewer, finding, note }) => (
          <div key={version} className="inspect-finding">
            <FindingBadge finding={finding} /> {reviewer}{' '}
            <span className="muted small">{moment(language, at)}</span>
            <p>{note}</p>
          </div>
        ))}
        <FindingForm emergency={emergency} onDone={onClose} />
      </div>
    </Dialog>
  )
}

function Facts({ emergency }: { readonly emergency: Emergency }) {
  const words = useWords(reviewWords)
  const said = useWords(inspectWords)
  const language = useLanguage()
  const { scenario, scenarioVersion, parameters, purpose, requests, refused } = emergency
  const facts: readonly (readonly [string, string | null])[] = [
    [said.at, moment(language, emergency.at)],
    [words.due, moment(language, emergency.dueAt)],
    [said.who, emergency.caller],
    [said.roles, spoken(language, 'roles', emergency.roles).join(', ')],
    [
      said.fields.agency,
      emergency.agency === null ? null : ministryTitle(language, emergency.agency),
    ],
    [said.purpose, purposeWords(language, purpose) ?? null],
    [said.law, purpose?.reference ? lawText(language, purpose.reference) : null],
    [words.scenario, scenario === null ? null : `${scenario} (${scenarioVersion})`],
    [words.reason, emergency.reason],
    [words.area, parameters.map(({ values }) => values.join(', ')).join(' · ') || null],
    [said.requests, number(language, requests)],
    [words.refused, number(language, refused)],
    [said.persons, number(language, emergency.personCount)],
    [said.classes, spoken(language, 'classes', emergency.classes).join(', ')],
    [words.operations, emergency.operations.join(', ') || null],
  ]
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name} className="inspect-fact">
          <dt>{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}

interface FindingFormProps {
  readonly emergency: Emergency
  readonly onDone: () => void
}

function FindingForm({ emergency, onDone }: FindingFormProps) {
  const words = useWords(reviewWords)
  const queries = useQueryClient()
  const [finding, setFinding] = useState<Finding>('JUSTIFIED')
  const [note, setNote] = useState('')
  const key = useOrderKey()
  const reload = async () => {
    await queries.invalidateQueries({ queryKey: ['inspect', 'reviews'] })
    onDone()
  }
  const adding = useMutation({
    mutationFn: () => {
      const said = { finding, note: note.trim() }
      return addFinding(emergency, said, key.of([emergency.id, emergency.version, said]))
    },
    onSuccess: async () => {
      toast(words.saved)
      await reload()
    },
  })
  return (
    <form
      className="column"
      onSubmit={(event) => {
        event.preventDefault()
        adding.mutate()
      }}
    >
      <h3>{words.review}</h3>
      <SelectField
        label={words.finding}
        value={finding}
        onChange={(event) => setFinding(event.target.value as Finding)}
      >
        {findings.map((one) => (
          <option key={one} value={one}>
            {words.findings[one]}
          </option>
        ))}
      </SelectField>
      <TextArea
        label={words.note}
        required
        rows={3}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div>
        <Button type="submit" look="primary" busy={adding.isPending} disabled={note.trim() === ''}>
          {words.save}
        </Button>
      </div>
      {adding.error && (
        <Fault
          error={adding.error}
          retry={<Button onClick={() => void reload()}>{words.reload}</Button>}
        />
      )}
    </form>
  )
}
