const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it, in content and in quoted attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** Both languages, each marked as what it is; the page itself is Vietnamese. */
export function bilingual({ vi, en }: { readonly vi: string; readonly en: string }): string {
  if (vi === en) return escaped(vi)
  return `${escaped(vi)} <span lang="en">${escaped(en)}</span>`
}
