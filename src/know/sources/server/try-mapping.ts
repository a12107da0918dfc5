import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keptContacts } from '../../../platform/sealing/contacts.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import type { tryMapping as definition } from '../hook-actions.ts'
import { readHook } from '../read-hook.ts'
import { type Message, type Wrong } from '../read-message.ts'
import { type CancelledOrder, type Order, readOrder } from '../read-order.ts'
import { readTraits } from '../read-traits.ts'
import { contactKeys } from '../who-is-meant.ts'
import { readBody } from './read-body.ts'
import { sayReason } from './say-reason.ts'

type Answer = AnswerOf<typeof definition>

const nothing: Answer = { problem: null, skipped: false, customer: null, purchase: null, fact: null, remarks: [] }

/** The same reading that a delivery gets, up to where something would be written. */
export async function tryMapping(ctx: Ctx, { mapping, body, headers }: InputOf<typeof definition>): Promise<Answer> {
  const value = readBody(body, headers['content-type'])
  const problem = (reason: Wrong): Answer => ({ ...nothing, problem: sayReason(ctx, reason) })
  if (value === undefined) return problem({ code: 'source.unreadable-body', details: {} })
  const small = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text]))
  const read = readHook(mapping, { body: value, headers: small }, { ...ctx.shop, delivery: 'trial', receivedAt: ctx.now })
  if ('wrong' in read) return problem(read.wrong)
  if ('skipped' in read) return { ...problem(read.skipped), skipped: true }
  const [who, ...facts] = read.messages
  if (!who) return nothing
  const orders = facts.flatMap((m) =>
    m.fingerprint === null ? [] : [{ message: m, read: readOrder(m.event, m.properties, '', ctx.shop.currency) }],
  )
  const [told, back] = orders.flatMap(({ message, read: order }) => (order && 'order' in order ? [{ message, order: order.order }] : []))
  const fact = facts.find((message) => message.fingerprint === null)
  const found = await whoWouldBe(ctx, who)
  return {
    ...nothing,
    customer: found.customer,
    purchase: told
      ? { ...purchaseOf(ctx, told.message, told.order), refunded: (back?.order.kind === 'refund' && back.order.amount) || null }
      : null,
    fact: fact ? { event: fact.event, occurredAt: fact.occurredAt.toISOString(), properties: fact.properties } : null,
    remarks: [...found.wrong, ...orders.flatMap(({ read: order }) => (order && 'wrong' in order ? [order.wrong] : []))].map((one) =>
      sayReason(ctx, one),
    ),
  }
}

async function whoWouldBe(ctx: Ctx, who: Message) {
  const { values, wrong } = readTraits(who.properties, { language: 'zh', ...ctx.shop })
  const keys = [...(who.userId === null ? [] : [identityKey('code', who.userId)]), ...contactKeys(keptContacts(ctx, values))]
  const { rows } = await sql<{
    id: string
    name: string | null
  }>`select c.id, c.name from identities i join customers c on c.id = i.customer_id
    where i.key = any(${keys}::text[]) order by array_position(${keys}::text[], i.key) limit 1`.execute(ctx.db)
  if (keys.length === 0) return { customer: null, wrong: [...wrong, { code: 'source.nobody-found', details: {} } satisfies Wrong] }
  const code: Record<string, string> = who.userId === null ? {} : { code: who.userId }
  return { customer: { id: rows[0]?.id ?? null, name: rows[0]?.name ?? null, values: { ...code, ...values } }, wrong }
}

function purchaseOf(ctx: Ctx, message: Message, order: Order | CancelledOrder) {
  const { kind, number } = order
  const [occurredAt, currency] = [message.occurredAt.toISOString(), ctx.shop.currency]
  if (kind === 'cancelled') return { kind, number, amount: null, currency, occurredAt, lines: [] }
  return {
    kind,
    number,
    amount: order.amount ?? null,
    currency: order.currency ?? currency,
    occurredAt,
    lines: order.lines.map(({ product, name, quantity, amount: paid }) => ({ product, name, quantity, amount: paid })),
  }
}
