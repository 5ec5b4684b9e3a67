import { evaluationCaller, evaluationPurpose } from '../steering/indicator-caller.ts'
import type { AskMethod } from '../steering/method-answer.ts'
import { accessToken } from './access-token.ts'
import type { Call } from './command.ts'
import { tokenOrUsage } from './token-or-usage.ts'
import { UsageError } from './usage-error.ts'

/**
 * Asks the gateway that runs, for the purpose of evaluating indicators, as whom the token names; of the development issuer
 * as the service that evaluates. Throws UsageError for wrong options; what it answers throws where nothing answers.
 */
export async function gatewayAsk(call: Call): Promise<AskMethod> {
  const { values, settings } = call
  const base = values['gateway'] ?? `http://localhost:${settings.port}`
  if (!URL.canParse(base)) throw new UsageError(`--gateway: expected a URL, got ${base}`)
  const url = `${base.replace(/\/$/, '')}/graphql`
  const terms = { purpose: evaluationPurpose, subject: evaluationCaller }
  const token = await accessToken(call, () => tokenOrUsage(settings, 'analyst', terms))
  return async (question) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-purpose': evaluationPurpose,
      },
      body: JSON.stringify(question),
    }).catch(() => {
      throw new Error(`nothing answers at ${url}; is it running? (npm start)`)
    })
    return await response.text()
  }
}
