import { Siren } from 'lucide-react'
import { useState } from 'react'
import { provinceTiles } from '../../charts/province-tiles.ts'
import { Button } from '../../ui/button.tsx'
import { Combo } from '../../ui/combo.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { CommunesField } from './communes-field.tsx'
import type { RunAsked, Scenario, ScenarioParameter } from './scenario.ts'
import { scenarioWords } from './words.ts'

const provinces = [...provinceTiles.values()].map(({ code, name }) => ({
  id: code,
  words: name,
  note: code,
}))
/** Characters of a reason, as the gateway takes them. */
const reason = { least: 10, most: 1000 }

interface RunFormProps {
  readonly scenario: Scenario
  readonly busy: boolean
  readonly onRun: (asked: RunAsked) => void
}

/** What a run is asked with: each parameter as its type asks, and why. */
export function RunForm({ scenario: { parameters }, busy, onRun }: RunFormProps) {
  const words = useWords(scenarioWords)
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({})
  const [places, setPlaces] = useState<Readonly<Record<string, string>>>({})
  const [why, setWhy] = useState('')
  const isNumbered = /\d{12}/.test(why.normalize('NFKC'))
  const said = why.trim().length
  const ready =
    parameters.every((parameter) => isGiven(parameter, values[parameter.name])) &&
    said >= reason.least &&
    said <= reason.most &&
    !isNumbered
  return (
    <form
      className="panel scenario-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onRun({ parameters: values, reason: why.trim(), places })
      }}
    >
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name]}
          onValue={(value, named) => {
            setValues({ ...values, [parameter.name]: value })
            if (named !== undefined) setPlaces({ ...places, [parameter.name]: named })
          }}
        />
      ))}
      <TextArea
        label={words.reason}
        hint={words.reasonHint}
        wrong={isNumbered ? words.reasonNumber : undefined}
        required
        rows={3}
        maxLength={reason.most}
        value={why}
        onChange={(event) => setWhy(event.target.value)}
      />
      <div>
        <Button type="submit" look="primary" icon={<Siren />} busy={busy} disabled={!ready}>
          {words.run}
        </Button>
      </div>
    </form>
  )
}

interface Period {
  readonly from: string
  readonly to: string
}

function isGiven(parameter: ScenarioParameter, value: unknown): boolean {
  if (parameter.type === 'COMMUNES')
    return Array.isArray(value) && value.length > 0 && value.length <= parameter.most
  if (parameter.type === 'PROVINCE') return typeof value === 'string' && value !== ''
  const { from = '', to = '' } = (value ?? {}) as Partial<Period>
  return from !== '' && to !== '' && from <= to
}

interface ParameterFieldProps {
  readonly parameter: ScenarioParameter
  readonly value: unknown
  readonly onValue: (value: unknown, places?: string) => void
}

function ParameterField({ parameter, value, onValue }: ParameterFieldProps) {
  const words = useWords(scenarioWords)
  const language = useLanguage()
  const label = inLanguage(language, parameter.label)
  switch (parameter.type) {
    case 'PROVINCE':
      return (
        <Combo
          labelShown
          label={label}
          options={provinces}
          chosen={typeof value === 'string' ? value : undefined}
          onChoose={(code) => onValue(code)}
        />
      )
    case 'COMMUNES':
      return (
        <CommunesField
          label={label}
          most={parameter.most}
          provinces={provinces}
          chosen={Array.isArray(value) ? value.map(String) : []}
          onChosen={onValue}
        />
      )
    case 'PERIOD': {
      const { from = '', to = '' } = (value ?? {}) as Partial<Period>
      return (
        <fieldset className="scenario-period">
          <legend>{label}</legend>
          <TextField
            type="date"
            label={words.from}
            required
            value={from}
            onChange={(event) => onValue({ from: event.target.value, to })}
          />
          <TextField
            type="date"
            label={words.to}
            required
            value={to}
            onChange={(event) => onValue({ from, to: event.target.value })}
          />
        </fieldset>
      )
    }
    default:
      return parameter satisfies never
  }
}
