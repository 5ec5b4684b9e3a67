import { Link, useLocation } from 'wouter'
import type { SignedIn } from '../api/session.ts'
import { groups, pages } from '../pages/pages.tsx'
import { inLanguage, useLanguage } from '../words/language.ts'

/** The ways to the pages that the caller's roles use, by group. */
export function Navigation({ session }: { readonly session: SignedIn }) {
  const language = useLanguage()
  const [path] = useLocation()
  return groups.map((group) => {
    const shown = pages.filter(
      (page) => page.group === group.id && page.listed !== false && page.may(session),
    )
    if (shown.length === 0) return null
    return (
      <div key={group.id}>
        <div className="rail-group">{inLanguage(language, group.title)}</div>
        {shown.map(({ path: to, title, Icon }) => (
          <Link
            key={to}
            href={to}
            className="rail-link"
            aria-current={path === to || path.startsWith(`${to}/`) ? 'page' : undefined}
          >
            <Icon aria-hidden="true" />
            {inLanguage(language, title)}
          </Link>
        ))}
      </div>
    )
  })
}
