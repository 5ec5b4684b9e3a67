import { Search } from 'lucide-react'
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { classes } from './button.tsx'

interface Labelled {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong with what stands in it. */
  readonly wrong?: string | undefined
}

interface Described {
  readonly id: string
  readonly className: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean | undefined
}

function Frame({ label, hint, wrong, make }: Labelled & { make: (given: Described) => ReactNode }) {
  const id = useId()
  const said = [hint && `${id}hint`, wrong && `${id}wrong`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {make({
        id,
        className: 'input',
        'aria-describedby': said || undefined,
        'aria-invalid': wrong ? true : undefined,
      })}
      {hint && (
        <div className="field-hint" id={`${id}hint`}>
          {hint}
        </div>
      )}
      {wrong && (
        <div className="field-wrong" id={`${id}wrong`}>
          {wrong}
        </div>
      )}
    </div>
  )
}

export function TextField({
  label,
  hint,
  wrong,
  ...rest
}: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Frame
      {...{ label, hint, wrong }}
      make={(given) => <input type="text" {...rest} {...given} />}
    />
  )
}

export function TextArea({
  label,
  hint,
  wrong,
  className,
  ...rest
}: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Frame
      {...{ label, hint, wrong }}
      make={(given) => (
        <textarea {...rest} {...given} className={classes(given.className, className)} />
      )}
    />
  )
}

export function SelectField({
  label,
  hint,
  wrong,
  children,
  ...rest
}: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Frame
      {...{ label, hint, wrong }}
      make={(given) => (
        <select {...rest} {...given}>
          {children}
        </select>
      )}
    />
  )
}

/** A field to search with; its label is read aloud and not shown. */
export function SearchField({
  label,
  className,
  ...rest
}: { readonly label: string } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <div className={classes('search', className)}>
      <Search className="icon" aria-hidden="true" />
      <input type="search" className="input" aria-label={label} placeholder={label} {...rest} />
    </div>
  )
}

export function CheckField({
  label,
  ...rest
}: { readonly label: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className="check">
      <input type="checkbox" {...rest} />
      <span>{label}</span>
    </label>
  )
}
