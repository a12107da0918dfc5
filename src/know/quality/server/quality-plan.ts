import { Problem } from '../../../core/kit/problem.ts'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { PlacedField } from '../../../platform/actions/registry.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import type { readQualityPlan as planQuestion, saveQualityPlan as definition } from '../actions.ts'
import { qualityPlan, type QualityItem, usualPlan } from '../quality.ts'
import { askSweep, lockSweep, readSweep } from './sweep-state.ts'

export type PlacedItem = QualityItem & { readonly placed: PlacedField }

async function keptPlan(db: Db): Promise<readonly QualityItem[]> {
  const kept = await readSetting(db, 'quality-plan')
  const read = qualityPlan.safeParse(kept)
  return read.success ? read.data : usualPlan
}

/** The fields that count in the scores: by the plan, and those that counted before it in scores which stand from then. */
export async function countedFields(db: Db): Promise<string[]> {
  const { counted } = await readSweep(db)
  return [...new Set([...(await keptPlan(db)).map(({ field }) => field), ...counted])]
}

/** The customer's own fields and the firm's, but not what the program works out or a person cannot know wrong. */
function judgedFields(ctx: Ctx): ReadonlyMap<string, PlacedField> {
  const unjudged = new Set(['kind', 'note', 'origin', 'code'])
  return new Map(
    [...ctx.card('customer').fields].filter(([name, { table, field }]) => table === 'c' && !field.computed && !unjudged.has(name)),
  )
}

/** Those that the reader's role leaves open: in an action the card has every field, and a link for the customer would show its maker what is hidden. */
export function judgeableFields(ctx: Ctx): ReadonlyMap<string, PlacedField> {
  const closed = closedFields(ctx)
  return new Map([...judgedFields(ctx)].filter(([name]) => !closed.has(name)))
}

const closedFields = ({ sight }: Ctx) => new Set(sight.limits?.fields.keys())

/** What should be known, with each field's place; a field that was retired meanwhile is left out. */
export async function readPlan(ctx: Ctx, fields = judgeableFields(ctx)): Promise<PlacedItem[]> {
  return (await keptPlan(ctx.db)).flatMap((item) => {
    const placed = fields.get(item.field)
    return placed ? [{ ...item, placed }] : []
  })
}

/** What the kept score is made of, whoever's act it is that it is worked out after. */
export const readWholePlan = (ctx: Ctx): Promise<PlacedItem[]> => readPlan(ctx, judgedFields(ctx))

export async function readQualityPlan(ctx: Ctx): Promise<AnswerOf<typeof planQuestion>> {
  const items = (await readPlan(ctx)).map(({ field, of, weight, freshFor }) => ({ field, of, weight, freshFor }))
  return {
    items,
    offered: [...judgeableFields(ctx)].map(
      ([
        field,
        {
          field: { label },
        },
      ]) => ({ field, label }),
    ),
  }
}

/** @throws Problem quality.unknown-field, quality.field-twice */
export async function saveQualityPlan(ctx: Ctx, { items }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const fields = judgeableFields(ctx)
  const seen = new Set<string>()
  for (const [at, { field }] of items.entries()) {
    const placed = fields.get(field)
    if (!placed) throw new Problem('quality.unknown-field', { path: `items.${at}.field`, field })
    if (seen.has(field)) throw new Problem('quality.field-twice', { path: `items.${at}.field`, field: placed.field.label })
    seen.add(field)
  }
  const closed = closedFields(ctx)
  // Of two who save at once, the second knows what counted by the first.
  await lockSweep(ctx)
  await askSweep(ctx, await countedFields(ctx.db))
  const whole = [...items, ...(await keptPlan(ctx.db)).filter(({ field }) => closed.has(field))]
  await saveSetting(ctx, 'quality-plan', whole)
  return { items: items.length }
}
