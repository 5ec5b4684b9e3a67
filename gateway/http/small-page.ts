import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { bilingual, escaped } from '../export/escaped.ts'
import type { Bilingual } from '../session/session-answer.ts'

/** A page of a few words that needs no script. */
export interface SmallPage {
  readonly title: Bilingual
  readonly text: readonly Bilingual[]
  readonly link?: { readonly to: string; readonly words: Bilingual }
  /** Goes on there by itself after so many seconds. */
  readonly onward?: { readonly to: string; readonly seconds: number }
  /** Told to whoever is asked for help. */
  readonly reference?: string
}

/** Where the style of small pages is served. */
export const smallPageStyle = '/console/small-page.css'

const policy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const style = readFileSync(new URL('small-page.css', import.meta.url), 'utf8')

/** Serves the style of small pages. */
export function serveSmallPageStyle(app: FastifyInstance): void {
  app.get(smallPageStyle, async (_request, reply): Promise<FastifyReply> =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(style),
  )
}

/** Answers a small page that nothing keeps and nobody frames. */
export async function sendSmallPage(
  reply: FastifyReply,
  status: number,
  page: SmallPage,
): Promise<FastifyReply> {
  return await reply
    .code(status)
    .type('text/html; charset=utf-8')
    .headers({
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'x-frame-options': 'DENY',
    })
    .send(htmlOf(page))
}

function htmlOf({ title, text, link, onward, reference }: SmallPage): string {
  const refresh =
    onward === undefined
      ? ''
      : `<meta http-equiv="refresh" content="${onward.seconds}; url=${escaped(onward.to)}">`
  const further =
    link === undefined ? '' : `<p><a href="${escaped(link.to)}">${bilingual(link.words)}</a></p>`
  const told = reference === undefined ? '' : `<p><small>${escaped(reference)}</small></p>`
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}
<title>${escaped(title.vi)} · Liên Thông</title>
<link rel="stylesheet" href="${smallPageStyle}">
</head>
<body>
<main>
<h1>${bilingual(title)}</h1>
${text.map((one) => `<p>${bilingual(one)}</p>`).join('\n')}
${further}
${told}
</main>
</body>
</html>
`
}
