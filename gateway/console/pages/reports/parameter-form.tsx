import { type GraphQLSchema, isEnumType } from 'graphql'
import { provinceTiles } from '../../charts/province-tiles.ts'
import { Combo } from '../../ui/combo.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { common } from '../../words/common.ts'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { inputKind, typedOf } from './parameters.ts'
import type { Parameter } from './report.ts'
import { reportWords } from './words.ts'

interface ParameterFormProps {
  readonly parameters: readonly Parameter[]
  readonly schema: GraphQLSchema | undefined
  /** What is typed, by name. */
  readonly values: Readonly<Record<string, string>>
  readonly onValue: (name: string, value: string) => void
}

const provinces = [...provinceTiles.values()].map(({ code, name }) => ({
  id: code,
  words: name,
  note: code,
}))

/** The parameters of a report: each typed in as its type asks. */
export function ParameterForm({ parameters, schema, values, onValue }: ParameterFormProps) {
  return (
    <div className="report-parameters">
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          schema={schema}
          typed={values[parameter.name] ?? typedOf(parameter.default)}
          onTyped={(value) => onValue(parameter.name, value)}
        />
      ))}
    </div>
  )
}

interface ParameterFieldProps {
  readonly parameter: Parameter
  readonly schema: GraphQLSchema | undefined
  readonly typed: string
  readonly onTyped: (value: string) => void
}

function ParameterField({ parameter, schema, typed, onTyped }: ParameterFieldProps) {
  const language = useLanguage()
  const words = useWords(reportWords)
  const { yes, no } = useWords(common)
  const label = inLanguage(language, parameter.label)
  const choices = (type: string) => {
    const found = schema?.getType(type)
    return isEnumType(found) ? found.getValues().map(({ name }) => name) : undefined
  }
  const kind = inputKind(parameter, choices)
  const change = (event: { readonly target: { readonly value: string } }) =>
    onTyped(event.target.value)
  const shared = { label, value: typed, required: parameter.required }
  switch (kind) {
    case 'province':
      return (
        <Combo
          labelShown
          label={label}
          options={provinces}
          chosen={typed}
          onChoose={(code) => onTyped(code ?? '')}
        />
      )
    case 'date':
      return <TextField {...shared} type="date" value={typed.slice(0, 10)} onChange={change} />
    case 'number':
      return <TextField {...shared} inputMode="decimal" onChange={change} />
    case 'yesNo':
    case 'choice': {
      const options =
        kind === 'yesNo'
          ? [
              { id: 'true', text: yes },
              { id: 'false', text: no },
            ]
          : (choices(parameter.type.replaceAll('!', '')) ?? []).map((id) => ({ id, text: id }))
      return (
        <SelectField {...shared} onChange={change}>
          <option value="">–</option>
          {options.map(({ id, text }) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </SelectField>
      )
    }
    case 'list':
      return <TextField {...shared} hint={words.listHint} onChange={change} />
    case 'json':
      return <TextArea {...shared} hint={parameter.type} onChange={change} />
    case 'text':
      return <TextField {...shared} onChange={change} />
    default:
      return kind satisfies never
  }
}
