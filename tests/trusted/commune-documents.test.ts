import { parse, print, visit } from 'graphql'
import { expect, test } from 'vitest'
import { communeDocuments } from '../../gateway/trusted/commune-documents.ts'
import { methodDocument } from '../../subgraphs/steering/method-document.ts'

/** The figures of each place beneath a list, as printed. */
function figuresBelow(document: string, list: string): readonly string[] {
  const found: string[] = []
  visit(parse(document), {
    Field(field) {
      if (field.name.value !== list) return undefined
      visit(field, {
        Field(inner) {
          if (inner.alias === undefined) return undefined
          found.push(print(inner))
          return false
        },
      })
      return false
    },
  })
  return found.sort()
}

test.each(Object.entries(communeDocuments))('%s counts what its method counts', (id, text) => {
  const method = methodDocument(id.replace('indicators-', '')).document
  expect(figuresBelow(text, 'communes')).toEqual(figuresBelow(method, 'provinces'))
  expect(figuresBelow(text, 'communes').length).toBeGreaterThan(2)
})
