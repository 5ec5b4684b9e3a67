import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../api/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { toast } from '../../ui/toast.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { common } from '../../words/common.ts'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import type { Report } from './report.ts'
import {
  type Schedule,
  type Timing,
  everys,
  findSchedule,
  setSchedule,
  timingOf,
} from './schedule.ts'
import { scheduleWords } from './schedule-words.ts'

interface ScheduleDialogProps {
  readonly report: Report
  /** What the report is asked with. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly onClose: () => void
}

/** When the report is asked again by itself, in its owner's name and for statistics alone. */
export function ScheduleDialog({ report, variables, onClose }: ScheduleDialogProps) {
  const words = useWords(scheduleWords)
  const { cancel, save } = useWords(common)
  const [form, setForm] = useState({
    every: 'day' as (typeof everys)[number],
    on: 1,
    at: '06:00',
    minutes: 60,
  })
  const schedule = useQuery({
    queryKey: ['report', report.id, 'schedule'],
    queryFn: ({ signal }) => findSchedule(report.id, signal),
  })
  const saving = useMutation({
    mutationFn: (timing: Timing | null) => setSchedule(report.id, timing, variables),
    onSuccess: async (set) => {
      await queries.invalidateQueries({ queryKey: ['report', report.id, 'schedule'] })
      toast(set === null ? words.removed : words.set)
      onClose()
    },
  })
  return (
    <Dialog
      open
      title={words.title}
      onClose={onClose}
      foot={
        <>
          {schedule.data && (
            <Button look="danger" busy={saving.isPending} onClick={() => saving.mutate(null)}>
              {words.remove}
            </Button>
          )}
          <Button onClick={onClose}>{cancel}</Button>
          <Button
            look="primary"
            busy={saving.isPending}
            onClick={() => saving.mutate(timingOf(form))}
          >
            {save}
          </Button>
        </>
      }
    >
      <div className="column">
        <p className="muted">{words.lead}</p>
        {schedule.isPending && <Waiting />}
        {schedule.error && <Fault error={schedule.error} />}
        {schedule.data && <Current schedule={schedule.data} />}
        <SelectField
          label={words.every}
          value={form.every}
          onChange={(event) =>
            setForm({ ...form, every: event.target.value as (typeof everys)[number] })
          }
        >
          {everys.map((every) => (
            <option key={every} value={every}>
              {words.everys[every]}
            </option>
          ))}
        </SelectField>
        {form.every === 'interval' ? (
          <TextField
            type="number"
            min={15}
            max={44_640}
            label={words.minutes}
            value={form.minutes}
            onChange={(event) => setForm({ ...form, minutes: Number(event.target.value) })}
          />
        ) : (
          <TextField
            type="time"
            label={words.at}
            value={form.at}
            onChange={(event) => setForm({ ...form, at: event.target.value })}
          />
        )}
        {(form.every === 'week' || form.every === 'month') && (
          <TextField
            type="number"
            min={1}
            max={form.every === 'week' ? 7 : 31}
            label={form.every === 'week' ? words.weekday : words.dayOfMonth}
            value={form.on}
            onChange={(event) => setForm({ ...form, on: Number(event.target.value) })}
          />
        )}
        {saving.error && <Fault error={saving.error} />}
      </div>
    </Dialog>
  )
}

function Current({ schedule }: { readonly schedule: Schedule }) {
  const words = useWords(scheduleWords)
  const language = useLanguage()
  const { state, nextAt, expiresAt, version } = schedule
  return (
    <Notice look={state === 'waiting' ? 'info' : 'warn'} title={words.states[state]}>
      {nextAt !== null && `${words.next} ${moment(language, nextAt)}. `}
      {words.until} {moment(language, expiresAt)}. {words.ofVersion} {version}.
    </Notice>
  )
}
