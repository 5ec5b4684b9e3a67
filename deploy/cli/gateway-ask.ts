import { agreementPurpose } from '../agreement-caller.ts'
import { askedGateway } from '../asked-gateway.ts'
import { evaluationCaller, evaluationPurpose } from '../steering/indicator-caller.ts'
import type { AskMethod } from '../steering/method-answer.ts'
import type { Settings } from '../settings.ts'
import { accessToken } from './access-token.ts'
import type { Call } from './command.ts'
import { tokenOrUsage } from './token-or-usage.ts'
import { UsageError } from './usage-error.ts'

/**
 * Asks the gateway that runs, for the purpose of evaluating indicators, as whom the token names; of the development issuer
 * as the service that evaluates. Throws UsageError for wrong options; what it answers throws where nothing answers.
 */
export async function gatewayAsk(call: Call): Promise<AskMethod> {
  const terms = { purpose: evaluationPurpose, subject: evaluationCaller }
  return await asked(call, evaluationPurpose, (settings) =>
    tokenOrUsage(settings, 'analyst', terms),
  )
}

/** The same for comparing databases, as the service that compares. */
export async function reconcilerAsk(call: Call): Promise<AskMethod> {
  return await asked(call, agreementPurpose, async (settings) => {
    const { reconcilerToken } = await import('../development-issuer.ts')
    return await reconcilerToken(settings)
  })
}

async function asked(
  call: Call,
  purpose: string,
  mint: (settings: Settings) => Promise<string>,
): Promise<AskMethod> {
  const { values, settings } = call
  const base = values['gateway'] ?? `http://localhost:${settings.port}`
  if (!URL.canParse(base)) throw new UsageError(`--gateway: expected a URL, got ${base}`)
  const token = await accessToken(call, () => mint(settings))
  return askedGateway({ base, purpose, token: () => Promise.resolve(token) })
}
