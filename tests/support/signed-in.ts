/** Cookies as a browser keeps them, by name. */
export type Jar = Map<string, string>

/** Takes the Set-Cookie headers of an answer into a jar. */
export function keepCookies(jar: Jar, answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ''] = line.split(';', 1)
    const at = pair.indexOf('=')
    const name = pair.slice(0, at)
    if (/; Max-Age=0\b/.test(line)) jar.delete(name)
    else jar.set(name, pair.slice(at + 1))
  }
}

/** A jar as a Cookie header. */
export function cookieHeader(jar: Jar): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** Follows one step of a sign-in: no redirect is taken by itself. */
export async function step(jar: Jar, url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if (jar.size > 0) headers.set('cookie', cookieHeader(jar))
  const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
  keepCookies(jar, answer)
  return answer
}

/** The address at the development issuer that a sign-in leads to, where the persona is chosen. */
export async function beginSignIn(jar: Jar, origin: string, to = '/'): Promise<string> {
  const begun = await step(jar, `${origin}/console/sign-in?to=${encodeURIComponent(to)}`)
  return begun.headers.get('location') ?? ''
}

/** Chooses a persona at the development issuer; answers the address that it sends the browser back to. */
export async function choosePersona(authorization: string, persona: string): Promise<string> {
  const url = new URL(authorization)
  const body = new URLSearchParams(url.search)
  body.set('persona', persona)
  const chosen = await fetch(`${url.origin}${url.pathname}`, {
    method: 'POST',
    body,
    redirect: 'manual',
  })
  return chosen.headers.get('location') ?? ''
}

/** Signs a persona in with the development issuer; answers the Cookie header of its browser. */
export async function signedIn(origin: string, persona: string): Promise<string> {
  const jar: Jar = new Map()
  const back = await choosePersona(await beginSignIn(jar, origin), persona)
  const answer = await step(jar, back)
  if (answer.status !== 200) throw new Error(`sign-in as ${persona}: ${answer.status}`)
  return cookieHeader(jar)
}

/** Signs in at a provider that asks nothing, as a browser does, with a jar for each of the two hosts; `answer` is the last page. */
export async function signInAt(
  origin: string,
  issuer: string,
): Promise<{ readonly jar: Jar; readonly answer: Response }> {
  const jar: Jar = new Map()
  const there: Jar = new Map()
  let url = await beginSignIn(jar, origin, '/ask')
  while (url.startsWith(issuer)) {
    const answer = await step(there, url)
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`the provider answered ${answer.status}`)
    url = new URL(next, url).href
  }
  return { jar, answer: await step(jar, url) }
}
