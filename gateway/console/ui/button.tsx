import type { ButtonHTMLAttributes, ReactNode } from 'react'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger'
  readonly tight?: boolean
  /** Shown with the spinner; the button does nothing meanwhile. */
  readonly busy?: boolean
  readonly icon?: ReactNode
}

/** A button with words, and perhaps an icon before them. */
export function Button({ look = 'plain', tight, busy, icon, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes('button', look, tight && 'tight', rest.className)}
      disabled={rest.disabled === true || busy === true}
    >
      {busy ? <span className="spinner" /> : icon}
      {children}
    </button>
  )
}

interface IconButtonProps extends ButtonProps {
  /** What it does, in words: read aloud, and shown when the pointer rests. */
  readonly label: string
}

/** A button that shows an icon alone. */
export function IconButton({ label, look = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      look={look}
      aria-label={label}
      title={label}
      className={classes('only-icon', className)}
    />
  )
}

/** Class names, without those that do not hold. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
