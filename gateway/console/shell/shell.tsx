import { Menu as MenuIcon } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import type { Session } from '../api/session.ts'
import mark from '../mark.svg'
import { IconButton } from '../ui/button.tsx'
import { useWords } from '../words/language.ts'
import { AccountMenu } from './account-menu.tsx'
import { Navigation } from './navigation.tsx'
import { PreferenceMenus } from './preference-menus.tsx'
import { shellWords } from './words.ts'

interface ShellProps {
  readonly session: Session | undefined
  readonly children: ReactNode
}

/** What stands around every page: the bar, the ways to the pages, and the page itself. */
export function Shell({ session, children }: ShellProps) {
  const words = useWords(shellWords)
  const drawer = useRef<HTMLDialogElement>(null)
  const main = useRef<HTMLElement>(null)
  const [path] = useLocation()
  const before = useRef<string>(undefined)
  const signedIn = session?.signedIn === true ? session : undefined
  useEffect(() => {
    if (drawer.current?.open) drawer.current.close()
    // What had the focus went away with its page: the next key acts on the new one. A first page begins at its top.
    const isFirst = before.current === undefined || before.current === '/'
    before.current = path
    if (!isFirst && document.activeElement === document.body)
      main.current?.focus({ preventScroll: true })
  }, [path])
  return (
    <div className={signedIn ? 'shell' : 'shell without-rail'}>
      <a className="skip" href="#main" onClick={() => main.current?.focus()}>
        {words.skip}
      </a>
      <header className="bar">
        {signedIn && (
          <IconButton
            className="menu-button"
            label={words.pages}
            icon={<MenuIcon />}
            onClick={() => drawer.current?.showModal()}
          />
        )}
        <Link href="/" className="brand">
          <img src={mark} alt="" />
          Liên Thông
          {signedIn?.development && <span className="badge warn">{words.development}</span>}
        </Link>
        <PreferenceMenus />
        {session && <AccountMenu session={session} />}
      </header>
      {signedIn && (
        <>
          <nav className="rail" aria-label={words.pages}>
            <Navigation session={signedIn} />
          </nav>
          <dialog
            ref={drawer}
            className="drawer"
            aria-label={words.pages}
            onMouseDown={(event) => {
              if (event.target === drawer.current) drawer.current?.close()
            }}
          >
            <nav aria-label={words.pages}>
              <Navigation session={signedIn} />
            </nav>
          </dialog>
        </>
      )}
      <main id="main" ref={main} className="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
