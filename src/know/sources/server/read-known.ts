import { sql } from 'kysely'
import { columnOf, type Field } from '../../../core/entity/field.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { cardFields, customFieldsOf, keptSql } from '../../../platform/records/custom-values.ts'
import { giveesOf, type Sharer, sharedKeys, sharersOf } from '../../../platform/records/shared-keys.ts'
import { draftOne, sealedFieldsOf } from '../../../platform/sealing/seal-values.ts'
import { customer, writableFields } from '../../customers/customer.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import { likelyOf } from '../../identity/same-bearer.ts'
import type { Message } from '../read-message.ts'
import { readTraits } from '../read-traits.ts'
import { contactKeys, groupKey, type Known, ownedKeys, type Values, visitorKey } from '../who-is-meant.ts'
import type { Source } from './find-source.ts'

const fields: Readonly<Record<string, Field>> = customer.fields
const columns = sql.join(
  writableFields.flatMap((name) => (fields[name] ? [sql`c.${sql.id(columnOf(name, fields[name]))} as ${sql.id(name)}`] : [])),
)

/** Asks for all that a batch needs to know, with a few queries however large it is. */
export async function readKnown(ctx: Ctx, source: Source, messages: readonly Message[]): Promise<Known> {
  const telling = messages.filter((m) => m.kind === 'identify' || m.kind === 'group')
  const card = cardFields(ctx.card('customer'))
  const reading = { language: 'zh', ...ctx.shop } as const
  const drafted = (read: ReturnType<typeof readTraits>) => ({ ...read, values: draftTexts(ctx, read.values) })
  const traits = new Map(telling.map((m) => [m, drafted(readTraits(m.properties, reading, m.kind === 'group', card))]))
  const keysOf = (m: Message) => [...idKeys(m, source), ...ownedKeys(traits.get(m)?.values ?? {})]
  const keys = [...new Set(messages.flatMap(keysOf))]
  const owners = await readOwners(ctx, keys)
  const changing = messages.filter((m) => m.kind === 'alias' || traits.has(m))
  const contacts = [...new Set([...traits.values()].flatMap(({ values }) => ownedKeys(values)))]
  const shared = await sharedKeys(ctx.db, contacts)
  const together = await readTogether(ctx, traits, shared)
  const sharing = [...together.values()].flatMap((people) => people.map(({ id }) => id))
  const asked = [...new Set([...changing.flatMap(keysOf).flatMap((key) => owners.get(key) ?? []), ...sharing])]
  return {
    owners,
    together,
    shared,
    traits,
    records: await readRecords(ctx, asked),
    seen: await readSeen(ctx, source, telling, asked),
  }
}

/** What is to be sealed is known by its blind index from here on. */
function draftTexts(ctx: Ctx, values: Readonly<Record<string, string>>): Record<string, string> {
  const drafts = { ...values }
  for (const placed of sealedFieldsOf(ctx.card('customer'))) {
    const value = values[placed.name]
    if (value !== undefined) drafts[placed.name] = draftOne(ctx.services.sealing, placed, value)
  }
  return drafts
}

function idKeys(message: Message, source: Source): string[] {
  const { userId, anonymousId, previousId, groupId } = message
  const keys: string[] = []
  if (userId !== null) keys.push(identityKey('code', userId))
  if (anonymousId !== null) keys.push(visitorKey(source.id, anonymousId))
  if (previousId !== null) keys.push(identityKey('code', previousId), visitorKey(source.id, previousId))
  if (groupId !== null) keys.push(groupKey(source.id, groupId))
  return keys
}

/** Who goes by a phone or an e-mail that is not theirs alone; a batch without any asks nothing. */
async function readTogether(ctx: Ctx, traits: Known['traits'], shared: ReadonlySet<string>): Promise<Map<string, readonly Sharer[]>> {
  const keys = [...new Set([...traits.values()].flatMap(({ values }) => contactKeys(values)))]
  const households = await sharersOf(ctx.db, shared)
  const found = new Map<string, readonly Sharer[]>([...households].map(([key, { members }]) => [key, members]))
  const names = [...new Set([...traits.values()].map(({ values }) => values['name']))]
  for (const [key, people] of await giveesOf(ctx.db, keys)) {
    const likely = new Set(names.flatMap((name) => likelyOf(name, people)))
    found.set(key, [...(found.get(key) ?? []), ...likely])
  }
  return found
}

async function readOwners(ctx: Ctx, keys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{
    key: string
    customer_id: string
  }>`select key, customer_id from identities where key = any(${keys}::text[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.key, row.customer_id]))
}

async function readRecords(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Values>> {
  if (ids.length === 0) return new Map()
  const customs = customFieldsOf(ctx.card('customer')).map((field) => sql`, ${keptSql(field)}::text as ${sql.id(field.name)}`)
  const { rows } = await sql<
    Values & { id: string }
  >`select c.id, ${columns}${sql.join(customs, sql``)} from customers c where c.id = any(${ids}::uuid[]) order by c.id for no key update`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

async function readSeen(ctx: Ctx, source: Source, telling: readonly Message[], ids: readonly string[]): Promise<Set<string>> {
  const keys = telling.flatMap((m) => m.key ?? [])
  if (keys.length === 0 || ids.length === 0) return new Set()
  const { rows } = await sql<{ customer_id: string; key: string }>`select customer_id, key from events
    where customer_id = any(${ids}::uuid[]) and source = ${source.name} and key = any(${keys}::text[])`.execute(ctx.db)
  return new Set(rows.map((row) => `${row.customer_id} ${row.key}`))
}
