import './developers.css'
import { Download } from 'lucide-react'
import { PageHead } from '../../ui/page-head.tsx'
import { useWords } from '../../words/language.ts'
import type { PageProps } from '../pages.tsx'
import { ChangesPart } from './changes-part.tsx'
import { DocumentsPart } from './documents-part.tsx'
import { LimitsPart } from './limits-part.tsx'
import { Part } from './part.tsx'
import { TokenPart } from './token-part.tsx'
import { developerWords } from './words.ts'

/** What programs need: a token, the schema, registered documents, what changed and how much may be asked. */
export function Developers({ session }: PageProps) {
  const words = useWords(developerWords)
  const isApplication = session.roles.some(({ id }) => id === 'application')
  return (
    <div className="page">
      <PageHead title={words.title}>{words.lead}</PageHead>
      <div className="developers">
        <div className="column">
          {session.may.tokens && <TokenPart />}
          {isApplication && <DocumentsPart />}
          <ChangesPart />
        </div>
        <div className="column">
          <Part title={words.schema} lead={words.schemaLead}>
            <div className="row">
              {[
                ['/schema.graphql', words.sdl],
                ['/schema.json', words.introspection],
              ].map(([path, name]) => (
                <a key={path} className="button" href={path} download>
                  <Download className="icon" />
                  {name}
                </a>
              ))}
            </div>
          </Part>
          <LimitsPart />
        </div>
      </div>
    </div>
  )
}
