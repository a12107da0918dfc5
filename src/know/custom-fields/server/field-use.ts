import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Field } from '../../../core/entity/field.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customFieldsOf } from '../../../platform/records/custom-values.ts'
import { comparesField, findRuleUses } from '../../../platform/records/rule-uses.ts'
import type { readFieldUse, tryFieldType } from '../actions.ts'
import { convertValue, type Holder, readHolders } from './convert-values.ts'
import { readField } from './read-fields.ts'

/** Values that a trial looks at: they answer within a second, and the trial says so. */
export const mostTried = 20_000
const shownExamples = 20

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 200)
const asExample = ({ id, name, value }: Holder) => ({ id, name, value: textOf(value) })

async function countValues(ctx: Ctx, key: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from customers c where c.custom ? ${key}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** @throws Problem custom-field.missing */
export async function readUse(ctx: Ctx, { id }: InputOf<typeof readFieldUse>): Promise<AnswerOf<typeof readFieldUse>> {
  const { entity, name, retiredAt } = await readField(ctx.db, id)
  const values = await countValues(ctx, name)
  const uses = (await findRuleUses(ctx, comparesField(name))).map(({ kind, ...use }) => ({ ...use, kind: { ...kind } }))
  const placed = retiredAt === null ? customFieldsOf(ctx.card(entity)).find(({ custom }) => custom === name) : undefined
  // What is sealed was read when it was written.
  if (!placed || values === 0 || placed.field.sealed) return { values, unreadable: 0, examples: [], uses }
  const missing = sql`c.custom ? ${name} and ${placed.sql} is null`
  const counted = await sql<{ n: number }>`select count(*) as n from customers c where ${missing}`.execute(ctx.db)
  const first = await sql<Holder>`select c.id, c.name, c.custom -> ${name}::text as value from customers c where ${missing}
    order by c.id limit ${shownExamples}`.execute(ctx.db)
  return { values, unreadable: counted.rows[0]?.n ?? 0, examples: first.rows.map(asExample), uses }
}

/** How it would go if the field were of another type; nothing is changed. */
export async function tryType(ctx: Ctx, key: string, from: Field, to: Field): Promise<AnswerOf<typeof tryFieldType>> {
  const values = await countValues(ctx, key)
  const holders = await readHolders(ctx.db, key, null, mostTried)
  const unreadable = holders.filter(({ value }) => convertValue(value, from, to, ctx.shop) === null)
  return {
    values,
    unreadable: unreadable.length,
    sampled: holders.length < values,
    examples: unreadable.slice(0, shownExamples).map(asExample),
  }
}

/** @throws Problem custom-field.missing */
export async function readTrial(ctx: Ctx, { id, type }: InputOf<typeof tryFieldType>): Promise<AnswerOf<typeof tryFieldType>> {
  const { name, field } = await readField(ctx.db, id)
  return tryType(ctx, name, field, { ...field, type })
}
