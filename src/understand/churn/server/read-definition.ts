import { type RawBuilder, sql } from 'kysely'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { fromClause } from '../../../platform/records/find-records.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import { type FirmRhythm, firmOfNobody } from '../../rhythm/firm-rhythm.ts'
import { type ChurnCapacity, churnCapacity, type ChurnDefinition, usualCapacity, usualDefinition } from '../definition.ts'
import type { ChurnScope } from '../spells.ts'

export type DefinitionRow = ChurnDefinition & {
  readonly version: number
  readonly note: string | null
  readonly madeBy: string
  readonly madeAt: Date
}

type Row = {
  version: number
  kind: ChurnDefinition['kind']
  share: string
  days: number
  who: Rule | null
  window_days: number
  note: string | null
  made_by: string
  made_at: Date
}

/** All that there were, the newest first; it holds. */
export async function readDefinitions(db: Db, limit = 50): Promise<DefinitionRow[]> {
  const { rows } = await sql<Row>`select * from churn_definitions order by version desc limit ${limit}`.execute(db)
  return rows.map((row) => ({
    version: row.version,
    kind: row.kind,
    share: Number(row.share),
    days: row.days,
    who: row.who,
    windowDays: row.window_days,
    note: row.note,
    madeBy: row.made_by,
    madeAt: row.made_at,
  }))
}

export async function readDefinition(db: Db): Promise<ChurnDefinition & { readonly version: number }> {
  const [newest] = await readDefinitions(db, 1)
  return newest ?? { ...usualDefinition, version: 0 }
}

export async function readFirm(db: Db): Promise<FirmRhythm> {
  const { rows } = await sql<{ body: FirmRhythm }>`select body from firm_rhythms order by taken_at desc limit 1`.execute(db)
  return rows[0]?.body ?? firmOfNobody
}

export async function readCapacity(db: Db): Promise<ChurnCapacity> {
  const kept = await readSetting(db, 'churn-capacity')
  const read = churnCapacity.safeParse(kept)
  return read.success ? read.data : usualCapacity
}

/** The ids of those whom the definition counts, as a statement; null where it counts whoever ever bought. */
async function whoCounts(ctx: Ctx, { who }: ChurnDefinition, ids: RawBuilder<unknown> | null): Promise<RawBuilder<unknown> | null> {
  const card = ctx.registry.cards.get('customer')
  if (!who || !card) return null
  const dictionary = await ctx.dictionary('customer')
  const options = { now: ctx.now, timeZone: ctx.shop.timeZone, ...(ids ? { among: ids } : {}) }
  const rule = compileRule(checkRule(who, dictionary), dictionary, options)
  return sql`select c.id ${fromClause(card, null, null)} where ${amongOf(ids)(sql`c.id`)} and ${rule}`
}

const amongOf =
  (ids: RawBuilder<unknown> | null): ChurnScope['among'] =>
  (column) =>
    ids ? sql`${column} = any(${ids})` : sql`true`

/** @param ids a bound array; null for everybody */
export async function scopeOf(ctx: Ctx, definition: ChurnDefinition, ids: RawBuilder<unknown> | null): Promise<ChurnScope> {
  return {
    among: amongOf(ids),
    definition,
    who: await whoCounts(ctx, definition, ids),
    closed: (await readFirm(ctx.db)).closed,
    now: ctx.now,
    timeZone: ctx.shop.timeZone,
  }
}
