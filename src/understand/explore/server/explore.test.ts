import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import { everybody, type Rule } from '../../../core/rule/rule.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { createSegment } from '../../segments/actions.ts'
import { countRule } from '../../segments/questions.ts'
import { cohortRule, funnelRule, pathRule, repurchaseRule, retentionRule } from '../explore-rules.ts'
import { cohorts, funnel, paths, repurchase, retention } from '../questions.ts'

const bought = { did: 'purchase.made' }
const timeZone = 'Asia/Shanghai'
const today = '2026-06-15'
const day = 86_400_000

/** Small whole numbers that are always the same. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

describe('a firm with a few dozen customers', () => {
  let world: World
  const counted = async (rule: Rule) => (await world.ask(countRule, { rule })).count

  beforeAll(async () => {
    world = await makeWorld({ start: '2026-06-15T04:00:00Z', shop: { timeZone } })
    const throwDice = dice(7)
    const cities = ['杭州', '苏州', null]
    for (let i = 0; i < 36; i++) {
      const id = await world.customer({ name: `客户${i}`, city: cities[i % 3] })
      const many = throwDice(5)
      let at = world.now().getTime() - throwDice(200) * day
      for (let n = 0; n < many; n++, at += (1 + throwDice(50)) * day) {
        if (at > world.now().getTime()) break
        const products = ['龙井', '普洱', '茶杯', '茶盘'].filter(() => throwDice(3) === 0)
        const lines = products.map((name, p) => ({
          product: name,
          name: `${name}礼盒`,
          category: name.startsWith('茶') ? '茶具' : '茶叶',
          quantity: 1,
          amount: 1_000 + p,
        }))
        const amount = lines.length > 0 ? lines.reduce((sum, one) => sum + one.amount, 0) : 500
        await world.act(recordPurchase, {
          customerId: id,
          number: `${i}-${n}`,
          occurredAt: new Date(at).toISOString(),
          amount,
          channel: ['小程序', '门店', undefined][throwDice(3)],
          lines,
        })
      }
    }
    // Older shops may hold purchases of the future; today they are refused at the door.
    const late = await world.customer({ name: '未来' })
    world.setTime('2027-01-01T00:00:00Z')
    await world.act(recordPurchase, { customerId: late, number: 'future', amount: 100 })
    world.setTime('2026-06-15T04:00:00Z')
    const free = await world.customer({ name: '赠品' })
    await world.act(recordPurchase, { customerId: free, number: 'free', occurredAt: '2026-06-01T00:00:00Z', amount: 0 })
    await world.settle()
  }, 60_000)
  afterAll(() => world?.end())

  test.each(['week', 'month', 'quarter'] as const)('each cell of the cohorts by %s opens the very customers it counts', async (by) => {
    const found = await world.ask(cohorts, { by, count: 6 })
    expect(found.future).toBe(1)
    expect(found.periods.map((period) => period.isOver)).toEqual([true, true, true, true, true, false])
    expect(found.cohorts.reduce((sum, one) => sum + one.size, 0) + found.earlier).toBe(
      (await counted({ field: 'purchaseCount', op: 'at-least', value: 1 })) - 1,
    )
    const expected: number[] = []
    const opened: number[] = []
    for (const [i, cohort] of found.cohorts.entries()) {
      const period = found.periods[i]
      if (!period || cohort.size === 0) continue
      expect(cohort.cells[0]?.customers).toBe(cohort.size)
      for (const [k, cell] of cohort.cells.entries()) {
        expected.push(cell.customers)
        opened.push(await counted(cohortRule(bought, bought, period, found.periods[i + k] ?? null, found.asOf)))
      }
    }
    expect(opened).toEqual(expected)
    expect(expected.length).toBeGreaterThan(5)
  })

  test('amounts of the cells add up to what was bought in the periods shown', async () => {
    const found = await world.ask(cohorts, { by: 'quarter', count: 6 })
    const amount = found.cohorts.flatMap((one) => one.cells).reduce((sum, cell) => sum + (cell.amount ?? 0), 0)
    const { rows } = (
      await (await world.http()).inject({ url: '/api/customers?fields=spend&limit=200', headers: { 'x-test-role': 'owner' } })
    ).json()
    const spend = rows.reduce((sum: number, row: { spend: number }) => sum + row.spend, 0)
    expect(amount).toBe(spend - 100)
    expect(found.earlier).toBe(0)
  })

  test('a filter parts the cohorts without losing anybody', async () => {
    const sizes = async (rule?: Rule) =>
      (await world.ask(cohorts, { by: 'quarter', count: 4, ...(rule ? { rule } : {}) })).cohorts.map((one) => one.size)
    const hangzhou: Rule = { field: 'city', op: 'is', value: '杭州' }
    const [all, here, there] = await Promise.all([sizes(), sizes(hangzhou), sizes({ not: hangzhou })])
    expect(here.map((n, i) => n + (there[i] ?? 0))).toEqual(all)
    expect(here.some((n) => n > 0)).toBe(true)
  })

  test.each(['on-day', 'between', 'from-day', 'by-day'] as const)(
    'each point of the retention %s opens those who came back and those who did not',
    async (mode) => {
      const ask = {
        start: bought,
        back: bought,
        ends: mode === 'on-day' ? Array.from({ length: 24 }, (_, i) => 2 * i + 1) : [7, 30, 60],
        mode,
        from: '2025-12-01',
        to: '2026-05-20',
      } as const
      const found = await world.ask(retention, ask)
      for (const point of found.points) {
        const rule = (came: boolean) => retentionRule(ask, point, came, today, timeZone)
        expect([await counted(rule(true)), await counted(rule(false))]).toEqual([point.back, point.ripe - point.back])
      }
      expect(found.points.some((point) => point.back > 0)).toBe(true)
      const shares = found.points.map((point) => point.share ?? 0)
      expect(shares).toEqual(mode === 'by-day' ? shares.toSorted((a, b) => a - b) : shares)
    },
  )

  test('each step of a funnel opens those who reached it and those who stopped there, and groups add up to the whole', async () => {
    const steps = [{ did: 'customer.created' }, { did: 'purchase.made' }, { did: 'purchase.made', bought: { by: 'category', is: '茶叶' } }]
    const early = [{ did: 'purchase.made', bought: { by: 'channel', is: '门店' } } as const, ...steps.slice(1).map((one) => one)]
    const ask = {
      steps: [bought, { did: 'purchase.made', bought: { by: 'category', is: '茶叶' } as const }, bought],
      within: { amount: 60, unit: 'days' } as const,
    }
    const found = await world.ask(funnel, ask)
    const [all] = found.groups
    expect(found.groups).toHaveLength(1)
    for (const [i, step] of (all?.steps ?? []).entries()) {
      expect(await counted(funnelRule(ask, i + 1, false, timeZone))).toBe(step.reached)
      const beyond = all?.steps[i + 1]?.reached ?? 0
      expect(await counted(funnelRule(ask, i + 1, true, timeZone))).toBe(step.reached - beyond)
    }
    expect(all?.steps.map((step) => step.reached)).toEqual([...(all?.steps ?? [])].map((step) => step.reached).toSorted((a, b) => b - a))
    for (const split of ['city', 'cohort', 'stage']) {
      const { groups } = await world.ask(funnel, { ...ask, split })
      expect(groups.length).toBeGreaterThan(1)
      expect([0, 1, 2].map((i) => groups.reduce((sum, group) => sum + (group.steps[i]?.reached ?? 0), 0))).toEqual(
        all?.steps.map((step) => step.reached),
      )
    }
    await expect(world.ask(funnel, { steps: early, split: 'phone' })).rejects.toMatchObject({ code: 'input.invalid' })
    await expect(world.ask(funnel, { steps: [{ did: 'no.such' }, bought] })).rejects.toMatchObject({ code: 'rule.unknown-event' })
  })

  test('a segment may be made of those who stopped at a step', async () => {
    const ask = { steps: [bought, bought, bought], within: { amount: 365, unit: 'days' } as const }
    const { groups } = await world.ask(funnel, ask)
    const stopped = (groups[0]?.steps[0]?.reached ?? 0) - (groups[0]?.steps[1]?.reached ?? 0)
    expect(stopped).toBeGreaterThan(0)
    const made = await world.act(createSegment, { name: '只买过一次', rule: funnelRule(ask, 1, true, timeZone) })
    expect(made.members).toBe(stopped)
  })

  test.each(['category', 'product', 'channel'] as const)(
    'each node and flow of the paths by %s opens its customers, others included',
    async (by) => {
      const found = await world.ask(paths, { by, top: 2, length: 3 })
      const named = [...new Set(found.nodes.flatMap((node) => (node.sort === 'named' && node.label !== null ? [node.label] : [])))]
      expect(found.customers).toBe(found.nodes.filter((node) => node.place === 1).reduce((sum, node) => sum + node.customers, 0))
      for (const node of found.nodes) {
        if (node.sort === 'end') continue
        expect([node.key, await counted(pathRule({ by }, [node], named, timeZone))]).toEqual([node.key, node.customers])
      }
      for (const flow of found.flows) {
        const ends = found.nodes.filter((node) => node.key === flow.from || node.key === flow.to)
        expect([flow.from, flow.to, await counted(pathRule({ by }, ends, named, timeZone))]).toEqual([flow.from, flow.to, flow.customers])
      }
      expect(found.otherLabels).toBe({ category: 0, product: 2, channel: 0 }[by])
      const isNamed = found.nodes.every(({ label, name }) => name === (by === 'product' && label ? `${label}礼盒` : label))
      expect(isNamed).toBe(true)
    },
  )

  test('paths of facts need to know of which', async () => {
    await expect(world.ask(paths, { by: 'kind' })).rejects.toMatchObject({ code: 'input.invalid' })
    const found = await world.ask(paths, { by: 'kind', kinds: ['customer.created', 'purchase.made'], length: 2 })
    expect(found.customers).toBe(38)
  })

  test.each([
    ['category', false],
    ['product', true],
    ['channel', false],
    ['channel', true],
  ] as const)('each line of the repurchase table by %s (same again: %s) opens its customers', async (by, same) => {
    const ask = { by, same, days: [30, 90] }
    const found = await world.ask(repurchase, ask)
    expect(found.lines.length).toBe(found.labels)
    for (const line of found.lines) {
      expect(await counted(repurchaseRule(ask, line.label, null, true, today, timeZone))).toBe(line.buyers)
      for (const point of line.points) {
        const opened = [
          await counted(repurchaseRule(ask, line.label, point.days, true, today, timeZone)),
          await counted(repurchaseRule(ask, line.label, point.days, false, today, timeZone)),
        ]
        expect([line.label, ...opened]).toEqual([line.label, point.back, point.ripe - point.back])
      }
    }
    const short = await world.ask(repurchase, { ...ask, limit: 1 })
    expect(short.hiddenBuyings).toBe(found.lines.slice(1).reduce((sum, line) => sum + line.buyers, 0))
  })

  test('whoever sees some customers gets figures of those alone, and of what is hidden none', async () => {
    const hangzhou: Rule = { field: 'city', op: 'is', value: '杭州' }
    const reading = { customer: { read: [{ rule: hangzhou }] }, purchase: { read: ['all' as const] } }
    const person = await world.person({ rights: { grants: reading, fields: {}, rights: [] } })
    const asked = { by: 'quarter', count: 6 }
    const [seen, all] = [await world.as(person).ask(cohorts, asked), await world.ask(cohorts, { ...asked, rule: hangzhou })]
    expect(seen.cohorts).toEqual(all.cohorts)
    expect(seen.rows).toBeGreaterThan(0)
    const lines = await world.as(person).ask(repurchase, { by: 'product' })
    expect(lines.lines).toEqual((await world.ask(repurchase, { by: 'product', rule: hangzhou })).lines)
    const route = await world.as(person).ask(paths, {})
    expect(route.nodes).toEqual((await world.ask(paths, { rule: hangzhou })).nodes)
    const blind = await world.person({ rights: { grants: { customer: { read: ['all'] } }, fields: { spend: 'hidden' }, rights: [] } })
    // Of purchases that they are not shown nobody is told that there were none.
    const refused = { code: 'rights.figures-hidden' }
    await expect(world.as(blind).ask(cohorts, asked)).rejects.toMatchObject(refused)
    await expect(world.as(blind).ask(retention, {})).rejects.toMatchObject(refused)
    await expect(world.as(blind).ask(funnel, { steps: [bought, bought] })).rejects.toMatchObject(refused)
    await expect(world.as(blind).ask(paths, {})).rejects.toMatchObject(refused)
    await expect(world.as(blind).ask(repurchase, {})).rejects.toMatchObject({ code: 'access.denied' })
    expect((await world.as(blind).ask(cohorts, { ...asked, start: { did: 'customer.created' } })).cohorts).toHaveLength(6)
  })

  test('the table behind a picture is a file, every row of it', async () => {
    const get = async (of: string, ask: string) =>
      (await world.http()).inject({
        url: `/api/explorations/export?format=csv&language=en&of=${of}&ask=${encodeURIComponent(ask)}`,
        headers: { 'x-test-role': 'owner' },
      })
    const cells = (await world.ask(cohorts, { by: 'quarter', count: 4 })).cohorts.flatMap((one) => one.cells).length
    const file = await get('cohorts', JSON.stringify({ by: 'quarter', count: 4 }))
    expect([file.statusCode, file.body.trim().split('\n').length]).toEqual([200, cells + 1])
    for (const [of, ask] of [
      ['retention', {}],
      ['funnel', { steps: [bought, bought] }],
      ['paths', {}],
      ['repurchase', { by: 'product', limit: 1 }],
    ] as const)
      expect((await get(of, JSON.stringify(ask))).body.trim().split('\n').length).toBeGreaterThan(2)
    expect((await get('funnel', '{}')).statusCode).toBe(400)
    expect((await get('funnel', '{')).statusCode).toBe(400)
  })

  test('a rule with a sequence is said, and today is the day that the ripe are counted from', async () => {
    expect(localDate(world.now(), timeZone)).toBe(today)
    const { sentence } = await world.ask(countRule, {
      rule: repurchaseRule({ by: 'category', same: false }, '茶叶', 30, false, today, timeZone),
    })
    expect(sentence.zh).toBe('2026-05-15 及以前开始，从首次算起，依次有过“消费”（品类 茶叶） → “消费”（第 1 至 30 天），并停在第 1 步')
    expect(sentence.en).toContain(
      '“Bought something” (category 茶叶) → “Bought something” (between day 1 and day 30), and stopped at step 1',
    )
  })
})

test('a firm without facts, and one with a single customer, get empty answers and no error', async () => {
  const world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  const all = async () => [
    await world.ask(cohorts, { count: 3 }),
    await world.ask(retention, {}),
    await world.ask(funnel, { steps: [bought, bought] }),
    await world.ask(paths, {}),
    await world.ask(repurchase, { rule: everybody }),
  ]
  expect((await all()).map((answer) => answer.rows)).toEqual([0, 0, 0, 0, 0])
  const id = await world.customer({ name: '独一位' })
  // Midnight by the shop's clock: still May at Greenwich.
  await world.act(recordPurchase, { customerId: id, number: '1', occurredAt: '2026-05-31T16:00:00Z', amount: 100 })
  await world.settle()
  const [found, kept] = await all()
  expect(found && 'cohorts' in found && found.cohorts.map((one) => [one.day, one.size])).toEqual([
    ['2026-04-01', 0],
    ['2026-05-01', 0],
    ['2026-06-01', 1],
  ])
  expect(kept && 'points' in kept && kept.points.map((point) => [point.ripe, point.share])).toEqual([
    [1, 0],
    [1, 0],
    [1, 0],
    [0, null],
    [0, null],
    [0, null],
    [0, null],
    [0, null],
  ])
  await world.end()
}, 30_000)
