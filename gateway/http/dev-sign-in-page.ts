import type { FastifyReply } from 'fastify'
import { bilingual, escaped } from '../export/escaped.ts'
import type { Bilingual } from '../session/session-answer.ts'
import type { PersonaChoice } from './dev-issuer-parts.ts'
import { smallPageStyle } from './small-page.ts'

const policy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** What the page hands on from the client's request to its answer. */
const kept = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
]

/** Answers the page on which one chooses whom to be: a form without a script, Vietnamese and English. */
export async function devSignInPage(
  reply: FastifyReply,
  personas: readonly PersonaChoice[],
  asked: Readonly<Record<string, unknown>>,
): Promise<FastifyReply> {
  return await reply
    .type('text/html; charset=utf-8')
    .headers({
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'x-frame-options': 'DENY',
    })
    .send(htmlOf(personas, asked))
}

function htmlOf(
  personas: readonly PersonaChoice[],
  asked: Readonly<Record<string, unknown>>,
): string {
  const fields = kept.flatMap((name) => {
    const value = asked[name]
    return typeof value === 'string'
      ? [`<input type="hidden" name="${name}" value="${escaped(value)}">`]
      : []
  })
  const groups = [...new Set(personas.map(({ group }) => group))]
  const parts = groups.map((group, place) =>
    groupOf(
      group,
      personas.filter((one) => one.group === group),
      `g${place}`,
    ),
  )
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Đăng nhập để thử · Liên Thông</title>
<link rel="stylesheet" href="${smallPageStyle}">
</head>
<body>
<main>
<h1>${bilingual({ vi: 'Bạn muốn đăng nhập là ai?', en: 'Who do you want to sign in as?' })}</h1>
<div class="alert">
<p>${bilingual(warning)}</p>
</div>
<form method="post" action="/dev/oidc/authorize">
${fields.join('\n')}
${parts.join('\n')}
</form>
</main>
</body>
</html>
`
}

const warning: Bilingual = {
  vi: 'Chỉ để phát triển và dùng thử: không cần mật khẩu, mọi người và mọi dữ liệu đều là giả định.',
  en: 'For development and trying out alone: no password is asked, and every person and record is invented.',
}

function groupOf(title: Bilingual, personas: readonly PersonaChoice[], id: string): string {
  const choices = personas.map(
    (one) =>
      `<li><button name="persona" value="${escaped(one.id)}"><span><strong>${escaped(one.title.vi)}</strong> ` +
      `<span lang="en">${escaped(one.title.en)}</span></span>` +
      `<small>${escaped(one.about.vi)} · <span lang="en">${escaped(one.about.en)}</span></small></button></li>`,
  )
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${bilingual(title)}</h2>
<ul class="choices">
${choices.join('\n')}
</ul>
</section>`
}
