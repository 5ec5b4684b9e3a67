import type { LabelledField } from './me-labels.ts'
import { bilingual, escaped } from './escaped.ts'
import type { MeExport } from './me.ts'
import { recordList } from './me-value.ts'
import { parts, reasons } from './me-words.ts'
import { momentText } from './record-lines.ts'

/** The fields of a section, in the order asked. */
export type FieldsOf = (section: string) => readonly LabelledField[]

/**
 * An export as a page for someone who knows nothing of the system: a part for each ministry, labels of the
 * schema, Vietnamese forms of dates and numbers. It needs no script and no other host, its style is
 * export.css beside it, and every value is escaped.
 */
export function mePage(found: MeExport, fieldsOf: FieldsOf): string {
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Dữ liệu về tôi · My data</title>
<link rel="stylesheet" href="export.css">
</head>
<body>
<header>
<h1>${bilingual({ vi: 'Dữ liệu về tôi', en: 'My data' })}</h1>
<p>Mọi điều các cơ quan đang giữ về bạn, và ai đã đọc. Mục để trống thì không in.
<span lang="en">Everything that the ministries hold about you, and who has read it. What is empty is left out.</span></p>
<p class="made">${bilingual({ vi: 'Lập lúc', en: 'Made at' })}
<time datetime="${escaped(found.generatedAt)}">${momentText(new Date(found.generatedAt))}</time></p>
</header>
${alertOf(found)}
${contents(found)}
<main>
${parts.map((part) => partOf(part, found, fieldsOf)).join('\n')}
</main>
</body>
</html>
`
}

type Part = (typeof parts)[number]

function alertOf({ complete, missing }: MeExport): string {
  if (complete) return ''
  const titles = new Map(parts.flatMap(({ sections }) => Object.entries(sections)))
  const lines = missing.map(({ section, codes }) => {
    const title = titles.get(section) ?? { vi: section, en: section }
    const why = codes.map((code) => bilingual(reasons[code] ?? { vi: code, en: code }))
    return `<li>${bilingual(title)}: ${why.join('; ')}</li>`
  })
  return `<section class="alert" role="alert">
<p><strong>${bilingual({ vi: 'Chưa đầy đủ', en: 'Not complete' })}</strong></p>
<ul>
${lines.join('\n')}
</ul>
<p>${bilingual({ vi: 'Hãy xin lại sau.', en: 'Please ask again later.' })}</p>
</section>`
}

function contents({ sections }: MeExport): string {
  const lines = parts.flatMap((part) =>
    Object.entries(part.sections).map(([name, title]) => {
      const rows = sections[name]
      const count = Array.isArray(rows) ? ` <small>(${rows.length})</small>` : ''
      return `<li><a href="#${name}">${bilingual(title)}</a>${count}</li>`
    }),
  )
  return `<nav aria-label="Mục lục">
<ul>
${lines.join('\n')}
</ul>
</nav>`
}

function partOf({ ministry, sections }: Part, found: MeExport, fieldsOf: FieldsOf): string {
  const shown = Object.entries(sections).map(([name, title]) => {
    const body = sectionOf(fieldsOf(name), found, name)
    return `<section id="${name}">\n<h3>${bilingual(title)}</h3>\n${body}\n</section>`
  })
  return `<section class="ministry">\n<h2>${bilingual(ministry)}</h2>\n${shown.join('\n')}\n</section>`
}

const nothing = bilingual({ vi: 'Không có bản ghi nào.', en: 'There is no record.' })
const notHad = bilingual({ vi: 'Chưa lấy được.', en: 'This could not be had.' })

function sectionOf(
  fields: readonly LabelledField[],
  { sections, missing }: MeExport,
  name: string,
): string {
  const value = sections[name]
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value]
  const items = rows.map((row) => recordList(fields, row)).filter((text) => text !== '')
  const lack = missing.some(({ section }) => section === name) ? `<p>${notHad}</p>\n` : ''
  if (items.length === 0) return lack === '' ? `<p>${nothing}</p>` : lack
  if (!Array.isArray(value)) return `${lack}<div class="card">${items.join('')}</div>`
  const cards = items.map((item) => `<li class="card">${item}</li>`)
  return `${lack}<ol class="cards">\n${cards.join('\n')}\n</ol>`
}
