import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { draftParts, sameValue, type SealedParts, sealedParts, sealedText, sealedWords } from '../../core/kit/sealed-text.ts'
import { Problem } from '../../core/kit/problem.ts'
import { disarmContacts } from './contacts.ts'
import { customerOf, makeSealing, whoseText } from './sealing.ts'

const folder = mkdtempSync(join(tmpdir(), 'regulars-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const anna = '01890a5d-ac96-774b-bcce-b302099a8057'
const bert = '01890a5d-ac96-774b-bcce-b302099a8058'
const card = '11010519491231002X'

let n = 0
function ring() {
  const sealing = makeSealing({ file: join(folder, `keys-${n++}.json`), environment: null })
  sealing.makeKeys()
  return sealing
}

const partsOf = (text: string): SealedParts => {
  const parts = sealedParts(text)
  if (!parts) throw new Error('that is not a sealed text')
  return parts
}

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  return 'nothing was thrown'
}

test('what is sealed opens again, holds nothing of the text, and is another text each time', () => {
  const sealing = ring()
  const key = randomBytes(32)
  const box = sealing.seal(key, anna, 'id_card', card)
  expect(sealing.open(key, anna, 'id_card', partsOf(box))).toBe(card)
  expect(box).not.toContain(card.slice(0, 6))
  expect(box).not.toContain('002')
  const again = sealing.seal(key, anna, 'id_card', card)
  expect(again).not.toBe(box)
  expect(sameValue(again, box)).toBe(true)
  expect(sameValue(sealing.seal(key, anna, 'id_card', '110105194912310038'), box)).toBe(false)
})

test.each([
  ['another customer', (sealing: ReturnType<typeof ring>, key: Buffer, parts: SealedParts) => sealing.open(key, bert, 'id_card', parts)],
  [
    'another field',
    (sealing: ReturnType<typeof ring>, key: Buffer, parts: SealedParts) => sealing.open(key, anna, 'custom.passport', parts),
  ],
  [
    'another key',
    (sealing: ReturnType<typeof ring>, _: Buffer, parts: SealedParts) => sealing.open(randomBytes(32), anna, 'id_card', parts),
  ],
  [
    'one who was written over as its owner',
    (sealing: ReturnType<typeof ring>, key: Buffer, parts: SealedParts) =>
      sealing.open(key, bert, 'id_card', { ...parts, whose: whoseText(bert) }),
  ],
  [
    'a blind index of something else',
    (sealing: ReturnType<typeof ring>, key: Buffer, parts: SealedParts) =>
      sealing.open(key, anna, 'id_card', { ...parts, blind: sealing.blindIndex('id_card', '110105194912310038') }),
  ],
  [
    'one bit that differs',
    (sealing: ReturnType<typeof ring>, key: Buffer, parts: SealedParts) => {
      const bytes = Buffer.from(parts.box, 'base64url')
      bytes[30] = (bytes[30] ?? 0) ^ 1
      return sealing.open(key, anna, 'id_card', { ...parts, box: bytes.toString('base64url') })
    },
  ],
  [
    'a tag cut short',
    (sealing: ReturnType<typeof ring>, key: Buffer, parts: SealedParts) =>
      sealing.open(key, anna, 'id_card', { ...parts, box: parts.box.slice(0, 20) }),
  ],
])('a box does not open under %s', (_, open) => {
  const sealing = ring()
  const key = randomBytes(32)
  const parts = partsOf(sealing.seal(key, anna, 'id_card', card))
  expect(codeOf(() => open(sealing, key, parts))).toBe('sealing.altered')
})

test('a person’s key is bound to that person and to the version that wraps it', () => {
  const sealing = ring()
  const key = randomBytes(32)
  const wrapped = sealing.wrap(anna, key)
  expect(sealing.unwrap(anna, wrapped).equals(key)).toBe(true)
  expect(codeOf(() => sealing.unwrap(bert, wrapped))).toBe('sealing.altered')
  expect(sealing.addVersion()).toBe(2)
  expect(codeOf(() => sealing.unwrap(anna, { ...wrapped, version: 2 }))).toBe('sealing.altered')
  expect(codeOf(() => sealing.unwrap(anna, { ...wrapped, version: 7 }))).toBe('sealing.keys-missing')
  expect(sealing.unwrap(anna, wrapped).equals(key)).toBe(true)
  expect(sealing.wrap(anna, key).version).toBe(2)
})

test('blind indexes are the same for one value however it is written, and differ by field and by ring', () => {
  const [one, other] = [ring(), ring()]
  expect(one.blindIndex('id_card', '１１０１０５１９４９１２３１００２ｘ ')).toBe(one.blindIndex('id_card', card))
  expect(one.blindIndex('custom.guardian', card)).not.toBe(one.blindIndex('id_card', card))
  expect(other.blindIndex('id_card', card)).not.toBe(one.blindIndex('id_card', card))
  expect(one.lastFour('id_card', card)).toBe(one.blindOfFour('id_card', '002x'))
  expect(one.lastFour('custom.guardian', card)).not.toBe(one.lastFour('id_card', card))
  expect(one.lastFour('id_card', '002X')).toBe('')
})

test('a second program finds a key that the first one added; the file is for its owner alone', () => {
  const file = join(folder, 'shared.json')
  const [first, second] = [0, 1].map(() => makeSealing({ file, environment: null }))
  if (!first || !second) throw new Error('there are two')
  first.makeKeys()
  second.makeKeys()
  expect([...second.proofs()]).toEqual([...first.proofs()])
  const key = randomBytes(32)
  first.addVersion()
  expect(second.unwrap(anna, first.wrap(anna, key)).equals(key)).toBe(true)
  expect(statSync(file).mode & 0o077).toBe(0)
})

test('a key file that is broken, and keys that are given otherwise', () => {
  const file = join(folder, 'broken.json')
  writeFileSync(file, '{"current": 1, "blind": "AAAA", "keys": {}}')
  const broken = makeSealing({ file, environment: null })
  expect(codeOf(() => broken.version())).toBe('sealing.keys-unreadable')
  expect(readFileSync(file, 'utf8')).toContain('AAAA')
  expect(codeOf(() => makeSealing({ file, environment: 'short' }).version())).toBe('sealing.keys-unreadable')
  const [old, fresh] = [0, 1].map(() => randomBytes(32).toString('base64'))
  const before = makeSealing({ file, environment: `${old}` })
  const after = makeSealing({ file, environment: `${old}, ${fresh}` })
  expect([before.version(), after.version()]).toEqual([1, 2])
  expect(after.blindIndex('id_card', card)).toBe(before.blindIndex('id_card', card))
  expect(codeOf(() => after.addVersion())).toBe('sealing.keys-outside')
})

test('texts that only look sealed are texts', () => {
  for (const text of ['§1.', '§1.a.b.c.d', '§0.x', '§', '', 'sealed', null, 7]) {
    expect(sealedParts(text)).toBeNull()
    expect(draftParts(text)).toBeNull()
  }
  const draft = ring().draft('id_card', '§1.x\n"quoted"')
  expect(draftParts(JSON.stringify(draft))?.text).toBe('§1.x\n"quoted"')
  expect(sealedWords({ a: draft, b: JSON.stringify(draft), c: 'plain' })).toHaveLength(4)
})

test('the customer stands in a sealed text as its id, and parts make the text again', () => {
  const box = ring().seal(randomBytes(32), anna, 'id_card', card)
  expect(customerOf(partsOf(box).whose)).toBe(anna)
  expect(sealedText(partsOf(box))).toBe(box)
})

/** With a key of contact details, as a start of the program makes one. */
function ringWithContacts() {
  const sealing = ring()
  sealing.takeContactKey(sealing.makeContactKey())
  return sealing
}

test('a contact detail is one text wherever it stands, in small letters too, and another under another key', () => {
  const sealing = ringWithContacts()
  const phone = sealing.token('phone', '+8613800010001')
  expect(sealing.token('phone', '+8613800010001')).toBe(phone)
  expect(phone.toLowerCase()).toBe(phone)
  expect(phone).not.toContain('1380001')
  expect(sealing.token('phone', '+8613800010002')).not.toBe(phone)
  expect(sealing.token('wechat', ' Wang_Fang ')).toBe(sealing.token('wechat', 'wang_fang'))
  expect(ringWithContacts().token('phone', '+8613800010001')).not.toBe(phone)
  expect(phone.split('.').slice(2, 4)).toEqual([sealing.blindIndex('phone', '+8613800010001'), sealing.blindOfFour('phone', '0001')])
  expect(sealing.token('email', 'li.na@example.com').split('.')[3]).toBe('')
})

test('contact details open within any text, masked ones by their mask; what was altered or moved to another kind reads ⚠', () => {
  const sealing = ringWithContacts()
  const [phone, email] = [sealing.token('phone', '+8613800010001'), sealing.token('email', 'li.na@example.com')]
  expect(sealing.openContacts(`打给 ${phone}，或写信到 ${email}。`)).toBe('打给 +8613800010001，或写信到 li.na@example.com。')
  expect(sealing.openContacts(phone.replace('§3', '§4'))).toBe('138****0001')
  expect(sealing.openContacts(email.replace('§3', '§4'))).toBe('l***@example.com')
  expect(sealing.openContacts(sealing.token('phone', '+442079460958').replace('§3', '§4'))).toBe('+44****58')
  expect(sealing.openContacts(`${phone.slice(0, -2)}${phone.endsWith('00') ? '11' : '00'}`)).toBe('⚠')
  expect(sealing.openContacts(phone.replace('phone', 'wechat'))).toBe('⚠')
  expect(ringWithContacts().openContacts(phone)).toBe('⚠')
  expect(sealing.openContacts('§3. nothing of ours')).toBe('§3. nothing of ours')
})

test('what comes from outside and looks like a sealed contact detail becomes dots, however it is spelt: in names, forms, large letters, with signs nobody sees', () => {
  const sealing = ringWithContacts()
  const phone = sealing.token('phone', '+8613800010001')
  const wide = phone.replace(/[.\da-z]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))
  for (const spelt of [
    phone,
    phone.replace('§3', '§4'),
    phone.toUpperCase(),
    [...phone].join('\u200b'),
    phone.replace('.', '\u0007.'),
    wide,
  ]) {
    expect(disarmContacts(`打给 ${spelt}。`)).toBe('打给 ••••。')
    expect(disarmContacts({ [spelt]: [{ note: spelt }] })).toEqual({ '••••': [{ note: '••••' }] })
  }
  expect(String(disarmContacts(new URLSearchParams({ note: phone })))).not.toContain('phone')
  for (const text of ['§3.phone', '§ 3. Phones and ａ wide letter', 'nothing', `${phone.slice(0, -80)}`])
    expect(disarmContacts(text)).toBe(text)
})

test('the key of contact details goes over to a newer key and opens the same, and no other ring takes it', () => {
  const sealing = ring()
  const kept = sealing.makeContactKey()
  sealing.takeContactKey(kept)
  const phone = sealing.token('phone', '+8613800010001')
  sealing.addVersion()
  const again = sealing.rewrapContactKey(kept)
  expect(again.version).toBe(2)
  sealing.takeContactKey(again)
  expect(sealing.token('phone', '+8613800010001')).toBe(phone)
  expect(codeOf(() => ring().takeContactKey(kept))).toBe('sealing.altered')
})
