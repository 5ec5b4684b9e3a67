import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { read } from '../../api/request.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Fault } from '../../ui/notice.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import { Part } from './part.tsx'
import { developerWords } from './words.ts'

interface Token {
  readonly accessToken: string
  readonly expiresAt: string
}

/** The caller's own token, asked for on a click and kept as long as it is shown. */
export function TokenPart() {
  const language = useLanguage()
  const words = useWords(developerWords)
  const [token, setToken] = useState<Token>()
  const [error, setError] = useState<unknown>()
  const show = async () => {
    setError(undefined)
    try {
      setToken(await read<Token>('/console/token', { method: 'POST' }))
    } catch (fault) {
      setError(fault)
    }
  }
  return (
    <Part title={words.token} lead={words.tokenLead}>
      {error !== undefined && <Fault error={error} />}
      {token === undefined ? (
        <div>
          <Button icon={<Eye />} onClick={() => void show()}>
            {words.show}
          </Button>
        </div>
      ) : (
        <>
          <code className="developers-token">{token.accessToken}</code>
          <div className="row">
            <CopyButton text={token.accessToken} words={words.copyToken} />
            <Button tight icon={<EyeOff />} onClick={() => setToken(undefined)}>
              {words.hide}
            </Button>
            <span className="muted small">
              {words.until} {moment(language, token.expiresAt)}
            </span>
          </div>
        </>
      )}
      <div className="developers-try">
        <h3>{words.use}</h3>
        <pre className="developers-code">{tryIt()}</pre>
        <CopyButton text={tryIt()} />
      </div>
    </Part>
  )
}

function tryIt(): string {
  return [
    'read -rs TOKEN && export TOKEN',
    `curl -sS '${location.origin}/schema.graphql' -H "authorization: Bearer $TOKEN"`,
  ].join('\n')
}
