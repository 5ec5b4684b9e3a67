import { Suspense, useEffect, useRef } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { type Session, type SignedIn, signInPath, useSession } from './api/session.ts'
import { type Page, pages } from './pages/pages.tsx'
import { Welcome } from './pages/welcome/welcome.tsx'
import { Shell } from './shell/shell.tsx'
import { Boundary } from './ui/boundary.tsx'
import { Fault, Notice } from './ui/notice.tsx'
import { Button } from './ui/button.tsx'
import { PageHead } from './ui/page-head.tsx'
import { Waiting } from './ui/waiting.tsx'
import { common } from './words/common.ts'
import { inLanguage, useLanguage, useWords } from './words/language.ts'

/** The page: who is signed in decides what there is. */
export function App() {
  const { data: session, error, refetch, isPending } = useSession()
  const words = useWords(common)
  return (
    <Shell session={session}>
      {isPending && <Waiting />}
      {error && session === undefined && (
        <div className="page">
          <Fault
            error={error}
            retry={<Button onClick={() => void refetch()}>{words.retry}</Button>}
          />
        </div>
      )}
      {session && <Routes session={session} />}
    </Shell>
  )
}

function Routes({ session }: { readonly session: Session }) {
  return (
    <Switch>
      <Route path="/">{session.signedIn ? <Home session={session} /> : <Welcome />}</Route>
      {pages.map((page) => (
        <Route key={page.path} path={page.path} nest={page.nest === true}>
          <Guarded page={page} session={session} />
        </Route>
      ))}
      <Route>
        <NoSuchPage />
      </Route>
    </Switch>
  )
}

/** Where a role begins: the first page of the list that is theirs. */
function Home({ session }: { readonly session: SignedIn }) {
  const [, go] = useLocation()
  const first = pages.find((page) => page.listed !== false && page.may(session))
  useEffect(() => {
    if (first) go(first.path, { replace: true })
  }, [first, go])
  return first ? <Waiting /> : <NoSuchPage />
}

function Guarded({ page, session }: { readonly page: Page; readonly session: Session }) {
  const words = useWords(common)
  const language = useLanguage()
  if (!session.signedIn) return <GoToSignIn />
  if (!page.may(session))
    return (
      <div className="page">
        <PageHead title={inLanguage(language, page.title)} />
        <Notice look="warn">{words.notAllowed}</Notice>
      </div>
    )
  const { Content } = page
  return (
    <Boundary key={page.path}>
      {page.asks && session.onlyRegistered && (
        <div className="closed">
          <Notice look="warn" title={words.onlyRegistered}>
            {words.onlyRegisteredWhy}
          </Notice>
        </div>
      )}
      <Suspense fallback={<Waiting />}>
        <Content session={session} />
      </Suspense>
    </Boundary>
  )
}

/** Signing in comes back to the page that was asked for. */
function GoToSignIn() {
  const gone = useRef(false)
  useEffect(() => {
    if (gone.current) return
    gone.current = true
    location.assign(signInPath())
  }, [])
  return <Waiting />
}

function NoSuchPage() {
  const words = useWords(common)
  return (
    <div className="page">
      <PageHead title={words.noSuchPage} />
      <div>
        <Link href="/" className="button">
          {words.toStart}
        </Link>
      </div>
    </div>
  )
}
