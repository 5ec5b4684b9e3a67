import type { MeExport } from './me.ts'

const titles: Readonly<Record<string, string>> = {
  person: 'Nhân thân và cư trú · Person and residence',
  landRegistrations: 'Giấy chứng nhận đất đai · Land certificates',
  parcels: 'Thửa đất · Parcels',
  prescriptions: 'Đơn thuốc · Prescriptions',
  dispenses: 'Lượt mua thuốc · Dispenses',
  enrolments: 'Học tập · Enrolments',
  accessLog: 'Ai đã đọc dữ liệu của tôi · Who read my data',
}

/** An export as a page that needs no script and no other host; every value is escaped. */
export function mePage({ generatedAt, complete, missing, sections }: MeExport): string {
  const parts = Object.entries(sections).map(
    ([name, value]) => `<h2>${escaped(titles[name] ?? name)}</h2>\n${shown(value)}`,
  )
  const lack = complete
    ? ''
    : `<p role="alert"><strong>Chưa đầy đủ · Not complete:</strong> ${missing
        .map(({ section, codes }) => escaped(`${titles[section] ?? section} (${codes.join(', ')})`))
        .join('; ')}</p>`
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dữ liệu về tôi · My data</title>
</head>
<body>
<h1>Dữ liệu về tôi · My data</h1>
<p>${escaped(generatedAt)}</p>
${lack}
${parts.join('\n')}
</body>
</html>
`
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string') return escaped(value)
  if (Array.isArray(value)) {
    if (value.length === 0) return '–'
    if (!value.every((item) => typeof item === 'object')) return escaped(value.join(', '))
    return `<ol>${value.map((item) => `<li>${shown(item)}</li>`).join('\n')}</ol>`
  }
  if (typeof value !== 'object') return escaped(JSON.stringify(value))
  const lines = Object.entries(value).map(
    ([name, one]) => `<dt>${escaped(name)}</dt><dd>${shown(one)}</dd>`,
  )
  return `<dl>${lines.join('\n')}</dl>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
