import { SelectField } from '../../ui/field.tsx'
import { useWords } from '../../words/language.ts'
import { provinceChoices } from './scores.ts'
import { indicatorWords } from './words.ts'

interface AreaFieldProps {
  readonly area: string
  readonly onChange: (code: string) => void
}

/** The nation, or one of its provinces. */
export function AreaField({ area, onChange }: AreaFieldProps) {
  const words = useWords(indicatorWords)
  return (
    <SelectField label={words.area} value={area} onChange={(event) => onChange(event.target.value)}>
      <option value="VN">{words.nation}</option>
      {provinceChoices.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
