import { expect, test } from 'vitest'
import { hideInText, holdsContact, keepInText, phoneNames } from './contact-in-text.ts'

const by = (look: typeof keepInText) => (text: string) => {
  const all: string[] = []
  look(text, (kind, value) => {
    all.push(`${kind} ${value}`)
    return value
  })
  return all
}
const found = by(hideInText)
const sure = by(keepInText)

test.each<[string, readonly string[]]>([
  ['电话138 0631 4321，请回；86 13806314322', ['phone +8613806314321', 'phone +8613806314322']],
  [
    '13806314321@qq.com，13806314322.x@qq.com +14155552671',
    ['email 13806314321@qq.com', 'email 13806314322.x@qq.com', 'phone +14155552671'],
  ],
  ['补差价+200 15000.00 元，余额 +100.00 200.00，积分+10 26-11-22 10:00', []],
  ['小孩+1 11.22-11.28入住 +3.14159265 家属+1 138.0631.4321', []],
  ['020-2345678 0312-4567890 0571-88880001 SO-13806314321', []],
])('of %s only what can be nothing else is written anew', (text, all) => {
  expect(sure(text)).toEqual(all)
})

test.each<[string, readonly string[]]>([
  ['电话138 0631 4321，请回', ['phone +8613806314321']],
  ['+86-13806314321/86 13806314322', ['phone +8613806314321', 'phone +8613806314322']],
  ['写信到Zhao.Li+tea@Mail.example。', ['email zhao.li+tea@mail.example']],
  ['a@b.cn,c@d.cn;<e@f.cn>', ['email a@b.cn', 'email c@d.cn', 'email e@f.cn']],
  ['订单 2138063143210 共 3806314321 元', []],
  ['@ a@ @b.cn a@b 1380631432', []],
  ['13806314321@qq.com，13806314322.x@qq.com', ['email 13806314321@qq.com', 'email 13806314322.x@qq.com']],
  ['13806314321@李总，13806314322/a@b.cn', ['email a@b.cn', 'phone +8613806314321', 'phone +8613806314322']],
  ['tel.13806314321 手机_13806314322 tel13806314323 -13806314324-李', [1, 2, 3, 4].map((n) => `phone +861380631432${n}`)],
  ['138.0631.4321 138—0631—4322 138——0631——4323 13806314324', [1, 2, 3, 4].map((n) => `phone +861380631432${n}`)],
  ['008613806314321 ＋86 138　0631　4322 (+86)13806314323', [1, 2, 3].map((n) => `phone +861380631432${n}`)],
  ['0571-88886666，010 8888 6667；（021）88886668-801', ['phone +8657188886666', 'phone +861088886667', 'phone +862188886668']],
  ['+86-571-88886666 +86 0571 88886667', ['phone +8657188886666', 'phone +8657188886667']],
  ['+44 20 7946 0958 2026-11-22，+44 (0)20 7946 0959', ['phone +442079460958', 'phone +442079460959']],
  ['+1 (415) 555-2671 +33 6 12 34 56 78 +14155552672', ['phone +14155552671', 'phone +33612345678', 'phone +14155552672']],
  ['ｚｈａｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ', ['email zhao@mail.example']],
  ['SO13806314321 057188886666 2026-05-26 0526-20260526 +100 2026-11-22 10:00 3.13806314321', []],
  ['1,380,631,432.10 元 1380631.4321 13806314321-00012 550e8400-e29b-41d4-a716-138063143210', []],
])('%s holds what it holds', (text, all) => {
  expect(found(text)).toEqual(all)
})

test.each<[string, string]>([
  ['13806314321-0571-88886666 李', '• 李'],
  ['13806314321-057188886666，0571-88886666-13806314322', '•，•'],
  ['13806314321_13806314322 138.0631.4323.0571-88886666', '• •'],
  ['0571-88886666/88886667、13806314321－88886666', '•、•'],
  ['13806314321-20261122 13806314321-00012 2026-13806314321', '13806314321-20261122 13806314321-00012 2026-13806314321'],
])('of numbers joined to others in %s none is left', (text, shown) => {
  expect(hideInText(text, () => '•')).toBe(shown)
})

test('what is given back as it was stays as it was written', () => {
  const text = 'A@B.cn 138 0631 4321'
  expect(keepInText(text, (_, value) => value)).toBe(text)
  expect(keepInText(text, (kind, value) => (kind === 'phone' ? '•' : value))).toBe('A@B.cn •')
  expect([holdsContact(text, (kind) => kind === 'email'), holdsContact('无', () => true)]).toEqual([true, false])
})

test('a number is a phone by a word of its name, and not by letters within one', () => {
  const isPhone = (name: string) => new RegExp(phoneNames).test(name)
  const phones = ['phone', 'userPhone', 'phoneNumber', 'phonenumber', 'PHONE', 'MOBILE_NO', 'mobile', 'tel', 'homeTel', 'telNo', 'telno']
  for (const name of [...phones, 'cell_1', 'cellphone', 'contacts', 'contact_phone', 'whatsApp', 'WhatsApp', '联系方式', '紧急电话'])
    expect([name, isPhone(name)]).toEqual([name, true])
  for (const name of ['cancelledCount', 'hotelNights', 'excellent', 'automobileYears', 'microphones', 'intellect', 'HOTEL', 'total'])
    expect([name, isPhone(name)]).toEqual([name, false])
})

test('what is kept sealed already is not looked into', () => {
  const token = `§3.wechat.${'a'.repeat(32)}.138063143210.${'0'.repeat(56)}`
  expect(sure(`${token} 13806314322 ${token}`)).toEqual(['phone +8613806314322'])
  expect(found(`${token} 0571-88886666 ${token}`)).toEqual(['phone +8657188886666'])
  // Sealed before what stands in front of an @ was taken for an e-mail's.
  const half = `§3.phone.${'a'.repeat(32)}.${'b'.repeat(12)}.${'0'.repeat(56)}@b.cn`
  expect(keepInText(half, () => '•')).toBe(half)
})

test('a long hostile text takes no longer than it is long', () => {
  for (const piece of [
    'a',
    '.',
    '-',
    '+1 ',
    '+1 (',
    '13806314321.',
    '13806314321-',
    '13806314321/22222222',
    '-2222222',
    '0571-8888 ',
    '—',
    '138 ',
    '1380631',
    '+86 ',
    'a@',
    'a@b',
    '@a.',
    '+1',
    'a.a@',
  ])
    for (const look of [found, sure]) expect(look(piece.repeat(400_000 / piece.length)).length).toBeLessThan(200_000)
}, 20_000)
