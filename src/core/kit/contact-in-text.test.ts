import { expect, test } from 'vitest'
import { holdsContact, keepInText } from './contact-in-text.ts'

const found = (text: string) => {
  const all: string[] = []
  keepInText(text, (kind, value) => {
    all.push(`${kind} ${value}`)
    return value
  })
  return all
}

test.each<[string, readonly string[]]>([
  ['电话138 0631 4321，请回', ['phone +8613806314321']],
  ['+86-13806314321/86 13806314322', ['phone +8613806314321', 'phone +8613806314322']],
  ['写信到Zhao.Li+tea@Mail.example。', ['email zhao.li+tea@mail.example']],
  ['a@b.cn,c@d.cn;<e@f.cn>', ['email a@b.cn', 'email c@d.cn', 'email e@f.cn']],
  ['订单 2138063143210 共 3806314321 元', []],
  ['@ a@ @b.cn a@b 1380631432', []],
])('%s holds what it holds', (text, all) => {
  expect(found(text)).toEqual(all)
})

test('what is given back as it was stays as it was written', () => {
  const text = 'A@B.cn 138 0631 4321'
  expect(keepInText(text, (_, value) => value)).toBe(text)
  expect(keepInText(text, (kind, value) => (kind === 'phone' ? '•' : value))).toBe('A@B.cn •')
  expect([holdsContact(text, (kind) => kind === 'email'), holdsContact('无', () => true)]).toEqual([true, false])
})

test('a long hostile text takes no longer than it is long', () => {
  for (const piece of ['a', '.', '-', '138 ', '1380631', '+86 ', 'a@', 'a@b', '@a.', '+1', 'a.a@'])
    expect(found(piece.repeat(400_000 / piece.length)).length).toBeLessThan(200_000)
}, 20_000)
