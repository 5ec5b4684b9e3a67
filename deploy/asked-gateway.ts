import type { AskMethod } from './steering/method-answer.ts'

export interface AskedGateway {
  /** Without a path. */
  readonly base: string
  readonly purpose: string
  /** The access token, read anew for each question: it may have been renewed. */
  readonly token: () => Promise<string>
}

/** Asks a gateway that runs elsewhere. Throws an Error where nothing answers. */
export function askedGateway({ base, purpose, token }: AskedGateway): AskMethod {
  const url = `${base.replace(/\/$/, '')}/graphql`
  return async (question) => {
    const authorization = `Bearer ${await token()}`
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization, 'x-purpose': purpose },
      body: JSON.stringify(question),
    }).catch(() => {
      throw new Error(`nothing answers at ${url}; is it running? (npm start)`)
    })
    return await response.text()
  }
}
