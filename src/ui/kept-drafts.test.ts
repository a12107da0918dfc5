import { expect, test } from 'vitest'
import { draftPrefix, forgetDrafts } from './kept-drafts.ts'

/** As a browser keeps it. */
function storeOf(kept: Readonly<Record<string, string>>) {
  const all = new Map(Object.entries(kept))
  return {
    all,
    get length() {
      return all.size
    },
    key: (n: number) => [...all.keys()][n] ?? null,
    getItem: (name: string) => all.get(name) ?? null,
    setItem: (name: string, value: string) => void all.set(name, value),
    removeItem: (name: string) => void all.delete(name),
    clear: () => all.clear(),
  }
}

test('whoever signs out leaves no note that was begun, and keeps the language that was chosen', () => {
  const store = storeOf({
    [`${draftPrefix}interaction.a.1`]: '她说想退会员',
    'regulars.language': 'zh',
    [`${draftPrefix}interaction.b.2`]: '{}',
    [`${draftPrefix}other`]: 'x',
  })
  forgetDrafts(store)
  expect([...store.all.keys()]).toEqual(['regulars.language'])
})

test('a store that refuses is no reason to stay signed in', () => {
  const refusing = {
    ...storeOf({ [`${draftPrefix}x`]: '' }),
    key: () => {
      throw new DOMException('denied')
    },
  }
  expect(() => forgetDrafts(refusing)).not.toThrow()
})
