import { ChevronDown, LogOut } from 'lucide-react'
import { type Session, signInPath, signOut } from '../api/session.ts'
import { Refused } from '../api/refused.ts'
import { Menu } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { inLanguage, useLanguage, useWords } from '../words/language.ts'
import { moment } from '../words/numbers.ts'
import { shellWords } from './words.ts'

/** Who is signed in, until when, and the way out; or the way in. */
export function AccountMenu({ session }: { readonly session: Session }) {
  const words = useWords(shellWords)
  const language = useLanguage()
  if (!session.signedIn)
    return (
      <a className="button primary" href={signInPath('/')}>
        {words.signIn}
      </a>
    )
  const roles = session.roles.map(({ title }) => inLanguage(language, title)).join(', ')
  return (
    <Menu
      label={`${words.account}: ${roles}`}
      face={
        <>
          <span className="account-name">{roles}</span>
          <ChevronDown />
        </>
      }
      note={
        <>
          <strong>{session.name}</strong>
          <div>{roles}</div>
          {session.agency && <div>{session.agency}</div>}
          <div>
            {words.until} {moment(language, session.expiresAt)}
          </div>
        </>
      }
      groups={[[{ id: 'out', words: words.signOut, icon: <LogOut />, onChoose: leave }]]}
    />
  )
}

function leave(): void {
  signOut().catch((error: unknown) => {
    toast(error instanceof Refused ? error.message : String(error))
  })
}
