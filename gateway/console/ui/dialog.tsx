import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { useWords } from '../words/language.ts'
import { common } from '../words/common.ts'
import { IconButton, classes } from './button.tsx'

interface DialogProps {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons, the one that goes on last. */
  readonly foot?: ReactNode
  readonly wide?: boolean
}

/** A modal dialog: the browser's own, which keeps the focus inside and gives it back. */
export function Dialog({ title, open, onClose, children, foot, wide }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const words = useWords(common)
  useEffect(() => {
    const shown = dialog.current
    if (open && shown && !shown.open) shown.showModal()
    if (!open && shown?.open) shown.close()
  }, [open])
  // One that is taken out of the page while it is open gives the focus back as well: closed before, while it still stands.
  useLayoutEffect(() => {
    const shown = dialog.current
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={classes('dialog', wide && 'wide')}
      aria-labelledby={heading}
      onClose={onClose}
      onMouseDown={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      {open && (
        <>
          <header className="dialog-head">
            <h2 id={heading}>{title}</h2>
            <IconButton label={words.close} icon={<X />} onClick={onClose} />
          </header>
          <div className="dialog-body">{children}</div>
          {foot && <footer className="dialog-foot">{foot}</footer>}
        </>
      )}
    </dialog>
  )
}
