import type { FastifyInstance } from 'fastify'
import { isOwnRequest } from '../session/proof-of-origin.ts'
import type { Sessions } from '../session/sessions.ts'
import { signInRoutes } from './sign-in-routes.ts'

const unheard: ReadonlySet<string> = new Set([
  signInRoutes.signIn,
  signInRoutes.callback,
  signInRoutes.signOut,
])

/**
 * Lets the cookie of a signed-in browser speak where a bearer token would: the request gets the Authorization header
 * that the browser never holds, and every route behind it needs to know nothing else. A request that brings that
 * header itself is left alone, and so is one that does not prove that this origin's page made it.
 */
export function acceptSessions(app: FastifyInstance, sessions: Sessions): void {
  app.addHook('onRequest', async ({ raw, routeOptions }, reply) => {
    const { headers, method = '' } = raw
    if (headers.cookie === undefined || headers.authorization !== undefined) return
    // Whoever signs out or in anew is not kept signed in on the way.
    if (unheard.has(routeOptions.url ?? '')) return
    if (!isOwnRequest({ method, headers }, sessions.publicUrl)) return
    // The page's own look at its session keeps nobody signed in.
    const used = routeOptions.url !== signInRoutes.session
    const found = await sessions.find(headers.cookie, used)
    if (found === undefined) return
    const authorization = `Bearer ${found.session.accessToken}`
    headers.authorization = authorization
    raw.headersDistinct['authorization'] = [authorization]
    if (found.cookies.length > 0) void reply.header('set-cookie', found.cookies)
  })
}
