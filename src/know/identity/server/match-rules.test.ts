import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createCustomField } from '../../custom-fields/actions.ts'
import { createCustomer } from '../../customers/actions.ts'
import { customer } from '../../customers/customer.ts'
import type { MatchRule } from '../match-rule.ts'
import {
  listMatchRules,
  readLookAlikes,
  readMatching,
  removeMatchRule,
  resetMatchRule,
  saveMatchRule,
  startMatching,
  tryMatchRule,
} from '../matching-actions.ts'
import { sayAllEvidence } from '../say-evidence.ts'
import { sayRule } from '../say-rule.ts'
import { standardRules } from '../standard-rules.ts'
import { compareChanged } from './compare-changed.ts'
import { workOnRun } from './work-on-run.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

async function settle(): Promise<void> {
  await world.settle()
  for (let more = true; more; ) more = await compareChanged(world.services)
}
async function lookOverAll(): Promise<void> {
  await world.act(startMatching, {})
  for (let more = true; more; ) more = await workOnRun(world.services)
}

const rule = (more: Partial<MatchRule> = {}): MatchRule => ({
  key: 'own-card',
  name: { zh: '储值卡号相同', en: 'Same store card' },
  of: 'person',
  says: 'same',
  conditions: [
    { field: 'storeCard', comparison: 'normalised', points: 80, needed: true },
    { field: 'name', comparison: 'similar-name', points: 15, needed: false },
  ],
  candidate: 70,
  certain: 95,
  isOn: true,
  merges: false,
  ...more,
})
const listed = async (key: string) => (await world.ask(listMatchRules)).rules.find((each) => each.key === key)

test('a rule of one’s own over a field of one’s own finds its pairs, asks for another look over the base, and goes again', async () => {
  await world.act(createCustomField, { entity: 'customer', name: 'storeCard', type: 'text', label: { zh: '储值卡号', en: 'Store card' } })
  const one = await world.act(createCustomer, { name: '张飞', storeCard: 'VIP-0001' })
  const two = await world.act(createCustomer, { name: '翼德', storeCard: 'vip 0001' })
  await settle()
  await lookOverAll()
  expect(await world.ask(tryMatchRule, { rule: rule() })).toMatchObject({ pairs: 1, certain: 0 })
  expect(await listed('own-card')).toBeUndefined()
  await world.act(saveMatchRule, rule())
  expect((await world.ask(readMatching)).outdated).toBe(true)
  await lookOverAll()
  expect((await world.ask(readMatching)).outdated).toBe(false)
  const { alike } = await world.ask(readLookAlikes, { id: one.id })
  expect(alike).toMatchObject([{ customer: { id: two.id }, score: 80, rule: 'own-card' }])
  expect(sayAllEvidence(alike[0]?.evidence ?? [], () => ({ zh: '储值卡号', en: 'Store card' })).zh).toBe('储值卡号一致')
  expect(await listed('own-card')).toMatchObject({ standard: false, changed: false, open: 1 })
  await world.act(removeMatchRule, { key: 'own-card' })
  expect(await listed('own-card')).toBeUndefined()
  expect((await world.ask(readLookAlikes, { id: one.id })).alike).toEqual([])
})

test('another name makes nothing out of date, other points do', async () => {
  await lookOverAll()
  const standard = standardRules.find(({ key }) => key === 'person-wechat')
  if (!standard) throw new Error('the rule is gone')
  world.pass({ amount: 1, unit: 'minutes' })
  await world.act(saveMatchRule, { ...standard, name: { zh: '微信一样', en: 'WeChat agrees' } })
  expect((await world.ask(readMatching)).outdated).toBe(false)
  await world.act(saveMatchRule, { ...standard, candidate: 71 })
  expect((await world.ask(readMatching)).outdated).toBe(true)
})

test('a standard rule is reset and switched off but not removed, and one’s own is removed but not reset', async () => {
  const standard = standardRules[0]
  if (!standard) throw new Error('there are no rules')
  const { key } = standard
  await world.act(saveMatchRule, { ...standard, candidate: 85, isOn: false })
  expect(await listed(key)).toMatchObject({ candidate: 85, isOn: false, standard: true, changed: true })
  await expect(world.act(removeMatchRule, { key })).rejects.toThrow('matching.rule-standard')
  await world.act(resetMatchRule, { key })
  expect(await listed(key)).toMatchObject({ candidate: standard.candidate, isOn: false, changed: false })
  await world.act(saveMatchRule, standard)
  await world.act(saveMatchRule, rule({ key: 'own-x', conditions: [{ field: 'email', comparison: 'exact', points: 90, needed: true }] }))
  await expect(world.act(resetMatchRule, { key: 'own-x' })).rejects.toThrow('matching.rule-own')
  await expect(world.act(removeMatchRule, { key: 'nobody-knows' })).rejects.toThrow('matching.rule-missing')
  await expect(world.act(removeMatchRule, { key: 'own-x' }, { role: 'member' })).rejects.toThrow('access.denied')
  await world.act(removeMatchRule, { key: 'own-x' })
})

test('every standard rule passes what is asked of a rule', async () => {
  for (const each of standardRules) await world.act(saveMatchRule, each)
  const { rows } = await sql<{ n: number }>`select count(*) as n from match_rules`.execute(world.db)
  expect(rows[0]?.n).toBe(standardRules.length)
})

const email = { field: 'email', comparison: 'normalised', points: 90, needed: true }
test.each<[string, Partial<MatchRule>, string]>([
  ['a comparison that does not suit the field', { conditions: [{ ...email, comparison: 'last-8-digits' }] }, 'matching.comparison-unfit'],
  ['a field that is not compared', { conditions: [{ ...email, field: 'note' }] }, 'matching.not-compared'],
  ['a field that is not there', { conditions: [{ ...email, field: 'shoe' }] }, 'matching.unknown-field'],
  ['a condition that stands twice', { conditions: [email, { ...email, needed: false }] }, 'matching.condition-twice'],
  [
    'a needed condition that takes away',
    { conditions: [email, { ...email, comparison: 'differs', points: -5 }] },
    'matching.needed-against',
  ],
  ['points that never reach the score', { conditions: [{ ...email, points: 20 }] }, 'matching.out-of-reach'],
  ['companies as a household', { of: 'company', says: 'household', conditions: [email] }, 'matching.household-company'],
  ['likeness alone', { conditions: [{ field: 'name', comparison: 'similar-text', points: 90, needed: true }] }, 'matching.no-anchor'],
  ['a rule without a name', { conditions: [email], name: { zh: ' ', en: 'x' } }, 'input.invalid'],
])('refused: %s', async (_, more, code) => {
  await expect(world.act(saveMatchRule, rule({ key: 'own-wrong', ...more }))).rejects.toThrow(code)
  expect(await listed('own-wrong')).toBeUndefined()
})

test('a rule is said as a sentence in both languages', () => {
  const labels: Record<string, { label: { zh: string; en: string } }> = customer.fields
  const said = sayRule(
    rule({
      conditions: [
        { field: 'phone', comparison: 'last-8-digits', points: 50, needed: true },
        { field: 'name', comparison: 'similar-name', points: 40, needed: true },
        { field: 'birthday', comparison: 'differs', points: -18, needed: false },
      ],
    }),
    (name) => labels[name]?.label,
  )
  expect(said).toEqual({
    zh: '比较两位个人客户；必须手机号“后 8 位相同”（50 分），且姓名“姓名相近”（40 分）；扣分：生日“都有值而不同”（−18 分）。满 70 分，列为疑似同一位；满 95 分，可以确定。',
    en: 'Of two people there must be phone: same last 8 digits (50) and name: names are alike (40); it takes away: birthday: both known and different (−18). From 70 points on they may be one; from 95 on it is certain.',
  })
})
