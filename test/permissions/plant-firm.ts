import { sql } from 'kysely'
import { createCampaign } from '../../src/act/campaigns/actions.ts'
import { createJourney } from '../../src/act/journeys/actions.ts'
import { createTemplate } from '../../src/act/messages/template-actions.ts'
import { createContact } from '../../src/know/contacts/actions.ts'
import { makeHousehold } from '../../src/know/households/actions.ts'
import { mergeCustomers } from '../../src/know/identity/actions.ts'
import { recordInteraction, removeInteraction } from '../../src/know/interactions/actions.ts'
import { createProduct } from '../../src/know/products/actions.ts'
import { recordPurchase } from '../../src/know/purchases/actions.ts'
import { createTag } from '../../src/know/tags/actions.ts'
import { createTodo } from '../../src/know/todos/actions.ts'
import { createSegment } from '../../src/understand/segments/actions.ts'
import type { World } from '../world.ts'
import type { Position } from './actors.ts'

/** Ids of everything that hangs on one customer, by the kind's name, and of a few things of the firm. */
export type Planted = Readonly<Record<string, string>>

let counted = 0

async function customerOf(world: World, ownerId: string, words: string, kind = 'company'): Promise<string> {
  counted += 1
  const code = `C${counted}`
  const phone = `+86139${String(20_000_000 + counted)}`
  const id = await world.customer({
    kind,
    name: `${words}${counted}`,
    code,
    phone,
    note: `藏 ${words}${counted}`,
    wechat: `wx-${words}${counted}`,
  })
  await sql`update customers set owner_id = ${ownerId} where id = ${id}`.execute(world.db)
  return id
}

/** A customer of this owner with everything that can hang on one; each text says whose. */
export async function plantCustomer(world: World, ownerId: string, position: Position): Promise<Planted> {
  const words = `记号-${position}-`
  const customer = await customerOf(world, ownerId, words)
  const person = await customerOf(world, ownerId, words, 'person')
  await world.act(recordPurchase, {
    customerId: customer,
    number: `${words}${counted}`,
    // What is sold is the firm’s own list, which everybody sees: nothing of a customer’s stands in it.
    lines: [{ product: `货-${position}`, quantity: 1, amount: 100 }],
  })
  const purchases = await sql<{ id: string }>`select id from purchases where customer_id = ${customer}`.execute(world.db)
  const message = world.services.newId()
  await sql`insert into messages (customer_id, id, channel, kind, key, address, subject, body, state, created_at)
    values (${customer}, ${message}, 'email', 'service', ${message}, ${`${words}@shop.example`}, ${words}, ${words}, 'sent', ${world.now()})`.execute(
    world.db,
  )
  return {
    customer,
    person,
    message,
    purchase: purchases.rows[0]?.id ?? '',
    ...(await plantHanging(world, ownerId, position, customer)),
  }
}

type Ground = { readonly world: World; readonly ownerId: string; readonly words: string; readonly customer: string }

const planters: Readonly<Record<string, (ground: Ground) => Promise<Planted>>> = {
  contact: async ({ world, words, customer }) => ({ contact: (await world.act(createContact, { customerId: customer, name: words })).id }),
  todo: async ({ world, words, customer }) => ({
    todo: (await world.act(createTodo, { customerId: customer, title: words, assigneeId: null })).id,
  }),
  interaction: async ({ world, words, customer }) => ({
    interaction: (await world.act(recordInteraction, { customerId: customer, kind: 'call', summary: words })).id,
  }),
  removed_interactions: async ({ world, words, customer }) => {
    const { id } = await world.act(recordInteraction, { customerId: customer, kind: 'call', summary: words })
    await world.act(removeInteraction, { id })
    return { removed_interactions: id }
  },
  inbound_mails: async ({ world, words, customer }) => {
    const id = world.services.newId()
    await sql`insert into inbound_mails (customer_id, id, kind, state, subject, body, details, received_at, recorded_at)
      values (${customer}, ${id}, 'reply', 'open', ${words}, ${words}, '{}'::jsonb, ${world.now()}, ${world.now()})`.execute(world.db)
    return { inbound_mails: id }
  },
  households: async ({ world, ownerId, words }) => {
    const member = await customerOf(world, ownerId, words, 'person')
    const other = await customerOf(world, ownerId, words, 'person')
    const { id } = await world.act(makeHousehold, { members: [{ customerId: member }, { customerId: other }] })
    return { households: id, member }
  },
  merges: async ({ world, ownerId, words }) => {
    const into = await customerOf(world, ownerId, words)
    const gone = await customerOf(world, ownerId, words)
    return { merges: (await world.act(mergeCustomers, { ids: [into, gone], into })).mergeId }
  },
  churn_entries: async ({ world, customer }) => {
    const id = world.services.newId()
    await sql`delete from churn_entries where customer_id = ${customer}`.execute(world.db)
    await sql`insert into churn_entries (customer_id, id, state, opened_at, last_day, risk, value, changeable, score, why, basis)
      values (${customer}, ${id}, 'open', ${world.now()}, '2026-01-01', 0.9, 100, 0.5, 45, '{}'::jsonb, 'rhythm')`.execute(world.db)
    return { churn_entries: id }
  },
  twin: async ({ world, ownerId, words }) => ({ twin: await customerOf(world, ownerId, words) }),
}

/** What may be changed or taken away, anew: of all kinds, or of these. */
export async function plantHanging(
  world: World,
  ownerId: string,
  position: Position,
  customer: string,
  kinds: readonly string[] = Object.keys(planters),
): Promise<Planted> {
  const planted: Record<string, string> = {}
  for (const kind of kinds) Object.assign(planted, await planters[kind]?.({ world, ownerId, words: `记号-${position}-`, customer }))
  return planted
}

export async function plantFirm(world: World): Promise<Planted> {
  counted += 1
  const rule = { field: 'city', op: 'is', value: '杭州' }
  const { id: segment } = await world.act(createSegment, { name: `杭州${counted}`, rule })
  const { id: template } = await world.act(createTemplate, { name: `问候${counted}`, subject: '您好', body: '您好 {{ name }}' })
  const definition = { trigger: { kind: 'by-hand' }, steps: [{ id: 's', kind: 'send', templateId: template, next: null }], holdout: 0 }
  const { id: journey } = await world.act(createJourney, { name: `旅程${counted}`, definition })
  const plan = { audience: rule, variants: [{ key: 'a', templateId: template, share: 1 }], when: { kind: 'now' } }
  const { id: campaign } = await world.act(createCampaign, { name: `活动${counted}`, definition: plan })
  const { id: tag } = await world.act(createTag, { name: `标签${counted}` })
  const { id: intoTag } = await world.act(createTag, { name: `标签乙${counted}` })
  const { id: product } = await world.act(createProduct, { code: `P-${counted}`, name: `商品${counted}` })
  return { segment, template, campaign, journey, tag, intoTag, product }
}
