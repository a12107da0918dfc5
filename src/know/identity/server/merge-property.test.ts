import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { createTemplate } from '../../../act/messages/template-actions.ts'
import { createJourney, enterJourney, startJourney } from '../../../act/journeys/actions.ts'
import { derivedFacts } from '../../customers/derived-facts.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../actions.ts'
import { mergeFacts } from '../events.ts'
import { mergedTables } from './merged-tables.ts'

let world: World
let journey: string
beforeAll(async () => {
  world = await makeWorld()
  await world.act(createSegment, { name: '买过两次以上', rule: { all: [{ field: 'purchaseCount', op: 'at-least', value: 2 }] } })
  await world.act(createSegment, { name: '只买过一次', rule: { all: [{ field: 'purchaseCount', op: 'is', value: 1 }] } })
  await world.act(createSegment, { name: '有邮箱', rule: { all: [{ field: 'email', op: 'is-known' }] } })
  journey = await makeJourney()
})
afterAll(() => world.end())

async function makeJourney(): Promise<string> {
  const template = await world.act(createTemplate, { name: '问候', subject: '您好', body: '您好', kind: 'marketing' })
  const { id } = await world.act(createJourney, {
    name: '欢迎',
    definition: {
      trigger: { kind: 'by-hand' },
      reentry: 'once',
      holdout: 0.3,
      steps: [
        { id: 's', kind: 'send', templateId: template.id, next: 'w' },
        { id: 'w', kind: 'wait', duration: { amount: 3, unit: 'days' }, next: null },
      ],
    },
  })
  await world.act(startJourney, { id })
  return id
}

/** Numbers that are the same at every run: a linear congruence (Numerical Recipes, section 7.1). */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Draw = ReturnType<typeof dice>
const pick = <T>(draw: Draw, all: readonly T[]): T => all[draw(all.length)] as T

async function makeCustomers(draw: Draw, round: number, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    world.pass({ amount: 1 + draw(50), unit: 'hours' })
    const one = `${round}${String(i).padStart(3, '0')}`
    const maybe = <T>(value: T) => (draw(2) === 0 ? value : undefined)
    const id = await world.customer({
      name: pick(draw, ['王芳', '张伟', '李娜']),
      phone: maybe(`+86138${one.padStart(8, '0')}`),
      email: maybe(`c${one}@shop.example`),
      code: maybe(`K-${one}`),
      city: maybe(pick(draw, ['杭州市', '苏州市'])),
      note: maybe(`备注${draw(3)}`),
      birthday: maybe('1990-02-03'),
      emailConsent: pick(draw, ['granted', 'unknown', 'withdrawn']),
    })
    ids.push(id)
    for (let p = draw(4); p > 0; p--)
      await world.act(recordPurchase, {
        customerId: id,
        kind: draw(5) === 0 ? 'refund' : 'purchase',
        number: `${one}-${p}`,
        amount: 100 * draw(900),
        occurredAt: new Date(world.now().getTime() - draw(400) * 86_400_000).toISOString(),
        lines: draw(2) === 0 ? [] : [{ product: `P${draw(4)}`, amount: 500 }],
      })
    // The same fact told of two records: its key is there once for one customer.
    for (let t = draw(3); t > 0; t--)
      await world.system((ctx) =>
        ctx.record({
          customerId: id,
          kind: 'tracked',
          occurredAt: ctx.now,
          payload: { event: 'visit', properties: {} },
          key: `k${draw(3)}`,
        }),
      )
  }
  await world.act(enterJourney, { id: journey, customerIds: ids.filter(() => draw(2) === 0) })
  return ids
}

const ignored = [...mergeFacts]
/** What merging keeps for itself, and what is still to be compared, which is work and no knowledge. */
const notKnown = ['log_heads', 'merges', 'merged_customers', 'merged_facts', 'merge_kept', 'match_keys', 'match_queue']

/** Without what counts writings, and with one way to say that there are no further search words. */
function comparable(row: Record<string, unknown>): Record<string, unknown> {
  return 'version' in row ? { ...row, version: 0, further_search: row['further_search'] || null } : row
}

/** Records of consent that merging and parting add: what counts is that the consent is what it was. */
const isOfMerging = (row: Record<string, unknown>) => 'purpose' in row && row['merge_id'] !== null

/** All that the tables know of these customers, apart from what merging tells of itself. */
async function everything(ids: readonly string[]): Promise<Record<string, unknown>> {
  const told: Record<string, unknown> = {}
  for (const { table } of await mergedTables(world.db, world.services.registry)) {
    if (notKnown.includes(table)) continue
    const key = table === 'customers' ? 'id' : 'customer_id'
    const { rows } = await sql<{
      row: Record<string, unknown>
    }>`select to_jsonb(t) as row from ${sql.id(table)} t where ${sql.id(key)} = any(${ids}::uuid[]) order by to_jsonb(t)::text`.execute(
      world.db,
    )
    told[table] = rows.map(({ row }) => comparable(row)).filter((row) => !ignored.some((kind) => kind === row['kind']) && !isOfMerging(row))
  }
  const keys = await sql`select key, customer_id from identities where customer_id = any(${ids}::uuid[]) order by key`.execute(world.db)
  const numbers =
    await sql`select key, customer_id, purchase_id from purchase_numbers where customer_id = any(${ids}::uuid[]) order by key`.execute(
      world.db,
    )
  return { ...told, identities: keys.rows, purchase_numbers: numbers.rows }
}

type Done = { readonly mergeId: string; readonly survivor: string; readonly parts: readonly string[]; open: Set<string> }

/** Merges random groups, of which some are survivors of merges before. */
async function mergeAtRandom(draw: Draw, ids: readonly string[], times: number): Promise<Done[]> {
  let standing = [...ids]
  const done: Done[] = []
  for (let i = 0; i < times && standing.length > 2; i++) {
    const group = new Set([pick(draw, standing), pick(draw, standing), ...(draw(2) === 0 ? [pick(draw, standing)] : [])])
    if (group.size < 2) continue
    const all = [...group]
    const into = pick(draw, all)
    world.pass({ amount: 10, unit: 'minutes' })
    const choices = draw(2) === 0 ? { name: pick(draw, all), city: pick(draw, all) } : {}
    const { mergeId } = await world.act(mergeCustomers, { ids: all, into, choices })
    if (draw(2) === 0) await world.settle()
    const parts = all.filter((id) => id !== into)
    standing = standing.filter((id) => !parts.includes(id))
    done.push({ mergeId, survivor: into, parts, open: new Set(parts) })
  }
  return done
}

/** Undoes all, in any order that makes sense, sometimes part by part. */
async function partAtRandom(draw: Draw, done: readonly Done[]): Promise<void> {
  const open = [...done]
  while (open.length > 0) {
    const merge = pick(draw, open)
    const swallowed = open.some((other) => other !== merge && other.open.has(merge.survivor))
    world.pass({ amount: 10, unit: 'minutes' })
    if (swallowed) continue
    const some = draw(2) === 0 ? [pick(draw, [...merge.open])] : [...merge.open]
    await world.act(unmergeCustomers, { id: merge.mergeId, ids: some })
    for (const id of some) merge.open.delete(id)
    if (merge.open.size === 0) open.splice(open.indexOf(merge), 1)
    if (draw(2) === 0) await world.settle()
  }
}

const customersOf = async () => (await sql<{ n: number }>`select count(*) as n from customers`.execute(world.db)).rows[0]?.n ?? 0

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'random groups merged and parted again in a random order leave every row as it was (draw %i)',
  async (seed) => {
    const draw = dice(seed * 7_919)
    const ids = await makeCustomers(draw, seed, 8)
    await world.settle()
    const settledAt = world.now()
    const [before, count] = [await everything(ids), await customersOf()]
    const done = await mergeAtRandom(draw, ids, 5)
    expect(await customersOf()).toBe(count - done.reduce((sum, merge) => sum + merge.parts.length, 0))
    await world.settle()
    const loud =
      await sql`select 1 from events where customer_id = any(${ids}::uuid[]) and not quiet and kind = any(${derivedFacts}::text[]) and recorded_at > ${settledAt}`.execute(
        world.db,
      )
    expect(loud.rows).toEqual([])
    await partAtRandom(draw, done)
    await world.settle()
    expect(await everything(ids)).toEqual(before)
    for (const table of ['merged_customers', 'merged_facts', 'merge_kept'])
      expect((await sql`select 1 from ${sql.id(table)}`.execute(world.db)).rows, table).toEqual([])
  },
)
