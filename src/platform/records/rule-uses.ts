import { type RawBuilder, sql } from 'kysely'
import type { Words } from '../../core/kit/words.ts'
import type { Ctx } from '../actions/context.ts'
import type { SegmentUse } from '../actions/feature.ts'
import type { Db } from '../database/connect.ts'

/** A condition over a jsonb column that holds a rule somewhere inside it. */
export type RuleMatch = (column: RawBuilder<unknown>) => RawBuilder<unknown>

/** The rule compares this field. A property of a fact that has the same name is taken for it, which errs to the safe side. */
export function comparesField(name: string): RuleMatch {
  const path = `$.** ? (@.field == ${JSON.stringify(name)})`
  return (column) => sql`${column} @? ${path}::jsonpath`
}

/** The rule names this id, which stands in its text for nothing but itself. */
export function namesId(id: string): RuleMatch {
  return (column) => sql`lower(${column}::text) like ${`%${id.toLowerCase()}%`}`
}

/** Everything whose rules match, in the order of features. */
export async function findRuleUses(ctx: Ctx, match: RuleMatch): Promise<SegmentUse[]> {
  const found: SegmentUse[] = []
  for (const feature of ctx.registry.features) found.push(...((await feature.ruleUses?.(ctx.db, match)) ?? []))
  return found
}

/** The rows of a table of named things with a rule, as uses. `address` is the beginning of their pages' addresses. */
export async function usesIn(db: Db, table: string, kind: Words, condition: RawBuilder<unknown>, address: string): Promise<SegmentUse[]> {
  const { rows } = await sql<{
    id: string
    name: string
  }>`select id, name from ${sql.id(table)} t where ${condition} order by created_at, id`.execute(db)
  return rows.map(({ id, name }) => ({ kind, name, address: `${address}${id}` }))
}

/** Puts another id in the place of one, wherever a rule in this table names it. */
export async function replaceIdIn(db: Db, table: string, column: string, from: string, to: string): Promise<void> {
  const rule = sql.id(column)
  await sql`update ${sql.id(table)} set ${rule} = replace(${rule}::text, ${from}, ${to})::jsonb where ${rule}::text like ${`%${from}%`}`.execute(
    db,
  )
}

/** The users in a row: 细分“复购客户”、旅程“欢迎”. */
export function sayUses(uses: readonly Pick<SegmentUse, 'kind' | 'name'>[]): Words {
  return {
    zh: uses.map(({ kind, name }) => `${kind.zh}“${name}”`).join('、'),
    en: uses.map(({ kind, name }) => `the ${kind.en} “${name}”`).join(', '),
  }
}
