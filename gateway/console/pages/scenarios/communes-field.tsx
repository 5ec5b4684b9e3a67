import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Combo, type Option } from '../../ui/combo.tsx'
import { CheckField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { number } from '../../words/numbers.ts'
import { communesOf } from './scenario.ts'
import { scenarioWords } from './words.ts'

interface CommunesFieldProps {
  readonly label: string
  readonly most: number
  readonly provinces: readonly Option[]
  readonly chosen: readonly string[]
  /** The codes, and what the places are called. */
  readonly onChosen: (codes: readonly string[], places: string) => void
}

/** Communes of one province, each that exists to be ticked. */
export function CommunesField({ label, most, provinces, chosen, onChosen }: CommunesFieldProps) {
  const words = useWords(scenarioWords)
  const language = useLanguage()
  const [province, setProvince] = useState<string>()
  const communes = useQuery({
    queryKey: ['communes', province],
    queryFn: ({ signal }) => communesOf(province ?? '', signal),
    enabled: province !== undefined,
  })
  const choose = (codes: readonly string[]) => {
    const names = (communes.data ?? []).flatMap(({ code, name }) =>
      codes.includes(code) ? [name] : [],
    )
    const within = provinces.find(({ id }) => id === province)?.words ?? ''
    onChosen(codes, `${names.join(', ')} (${within})`)
  }
  const toggle = (code: string) =>
    choose(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code])
  return (
    <fieldset className="scenario-communes">
      <legend>{label}</legend>
      <Combo
        labelShown
        label={words.province}
        options={provinces}
        chosen={province}
        onChoose={(code) => {
          setProvince(code)
          onChosen([], '')
        }}
      />
      {province === undefined && <p className="muted small">{words.chooseProvince}</p>}
      {communes.isLoading && <Waiting />}
      {communes.error && <Fault error={communes.error} />}
      {communes.data && (
        <>
          <div className="row">
            <Button tight onClick={() => choose(communes.data.map(({ code }) => code))}>
              {words.allCommunes}
            </Button>
            <Button tight onClick={() => choose([])}>
              {words.noCommunes}
            </Button>
            <span className="muted small" role="status">
              {words.chosen(number(language, chosen.length))}
            </span>
          </div>
          <div className="scenario-choices">
            {communes.data.map(({ code, name }) => (
              <CheckField
                key={code}
                label={name}
                checked={chosen.includes(code)}
                onChange={() => toggle(code)}
              />
            ))}
          </div>
        </>
      )}
      {chosen.length > most && (
        <p className="field-wrong">{words.tooMany(number(language, most))}</p>
      )}
    </fieldset>
  )
}
