import { Dialog } from '../../ui/dialog.tsx'
import { useWords } from '../../words/language.ts'
import { askWords } from './words.ts'

/** What can be done by keyboard. */
export function KeysDialog({ open, onClose }: { readonly open: boolean; onClose: () => void }) {
  const words = useWords(askWords)
  return (
    <Dialog title={words.help} open={open} onClose={onClose}>
      <dl className="facts">
        {words.keys.map(([key, what]) => (
          <div key={key} className="ask-key">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
