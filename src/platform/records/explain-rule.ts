import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import { languages, type Words } from '../../core/kit/words.ts'
import { bucketNumber, compileRule, factConditions } from '../../core/rule/compile-rule.ts'
import { type Dictionary, typeOf } from '../../core/rule/dictionary.ts'
import type { Explained } from '../../core/rule/explained.ts'
import { type Leaf, leavesOf } from '../../core/rule/leaves.ts'
import type { FieldRule, Rule } from '../../core/rule/rule.ts'
import { sayInBoth } from '../../core/rule/say-rule.ts'
import type { Ctx } from '../actions/context.ts'
import type { Card } from '../actions/registry.ts'
import { fromClause, tablesNamed } from './find-records.ts'

type Answers = { readonly holds: ReadonlyMap<Rule, boolean>; readonly values: ReadonlyMap<Rule, unknown> }

/**
 * Why a rule holds for one record or does not: each condition with its value and its answer, asked in one query.
 * @returns null when there is no such record
 */
export async function explainRule(ctx: Ctx, card: Card, rule: Rule, dictionary: Dictionary, id: string): Promise<Explained | null> {
  const leaves = leavesOf(rule)
  // A rule that everybody is judged by may name a field that this reader must not hear of.
  if (leaves.some((leaf) => 'field' in leaf && !dictionary.fields.has(leaf.field))) throw new Problem('access.denied')
  const options = { now: ctx.now, timeZone: ctx.shop.timeZone }
  const conditions = leaves.map((leaf) => sql`(${compileRule(leaf, dictionary, options)}) is true`)
  const values = leaves.map((leaf) => valueOf(leaf, dictionary, ctx))
  const { rows } = await sql<{
    holds: boolean[]
    held: unknown[]
  }>`select ${leaves.length > 0 ? sql`array[${sql.join(conditions)}]` : sql`'{}'::boolean[]`} as holds,
    jsonb_build_array(${sql.join(values)}) as held ${fromClause(card, null, tablesNamed(card, [rule]))} where c.id = ${id}::uuid`.execute(
    ctx.db,
  )
  const row = rows[0]
  if (!row) return null
  const answers = {
    holds: new Map(leaves.map((leaf, i) => [leaf, row.holds[i] ?? false])),
    values: new Map(leaves.map((leaf, i) => [leaf, row.held[i]])),
  }
  return explain(rule, answers, dictionary, ctx)
}

/** What the record has where the condition looks: the field's value, how often and when last it was done, the bucket. */
function valueOf(leaf: Leaf, dictionary: Dictionary, ctx: Ctx): RawBuilder<unknown> {
  if ('field' in leaf) {
    const entry = dictionary.fields.get(leaf.field)
    return entry?.shown ?? entry?.sql ?? sql`null`
  }
  if ('stage' in leaf) return dictionary.stage ?? sql`null`
  if ('tier' in leaf) return dictionary.tier ?? sql`null`
  const id = dictionary.customerId ?? sql`null::uuid`
  if ('bucket' in leaf) return bucketNumber(sql`${leaf.bucket.salt}::text`, id)
  if (!('did' in leaf)) return sql`null::text`
  return sql`(select jsonb_build_object('count', count(*), 'newest', max(e.occurred_at)) from events e where e.customer_id = ${id} and ${factConditions(leaf, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })})`
}

function explain(rule: Rule, answers: Answers, dictionary: Dictionary, ctx: Ctx): Explained {
  const sentence = sayInBoth(rule, dictionary, ctx.shop)
  const inner = (rules: readonly Rule[]) => rules.map((part) => explain(part, answers, dictionary, ctx))
  if ('all' in rule) {
    const parts = inner(rule.all)
    return { kind: 'all', holds: parts.every((part) => part.holds), sentence, value: null, parts }
  }
  if ('any' in rule) {
    const parts = inner(rule.any)
    return { kind: 'any', holds: parts.some((part) => part.holds), sentence, value: null, parts }
  }
  if ('not' in rule) {
    const parts = inner([rule.not])
    return { kind: 'not', holds: !parts.some((part) => part.holds), sentence, value: null, parts }
  }
  return {
    kind: 'leaf',
    holds: answers.holds.get(rule) ?? false,
    sentence,
    value: sayValue(rule, answers.values.get(rule), dictionary, ctx),
    parts: [],
  }
}

function sayValue(leaf: Leaf, value: unknown, dictionary: Dictionary, ctx: Ctx): Words | null {
  if ('field' in leaf) return sayFieldValue(leaf, value, dictionary, ctx)
  if ('stage' in leaf) return dictionary.stages?.get(String(value)) ?? null
  if ('tier' in leaf) return dictionary.tiers?.get(String(value)) ?? null
  if ('bucket' in leaf) return { zh: `${Number(value) / 100}%`, en: `${Number(value) / 100}%` }
  return 'did' in leaf ? sayTimes(value, dictionary, ctx) : null
}

function sayFieldValue(leaf: FieldRule, value: unknown, dictionary: Dictionary, ctx: Ctx): Words | null {
  const entry = dictionary.fields.get(leaf.field)
  if (!entry) return null
  // What is sealed is not told by the way.
  if (entry.field.sealed && typeof value === 'string' && value !== '') return { zh: '••••', en: '••••' }
  const named = { stage: dictionary.stages, tier: dictionary.tiers }[leaf.field]?.get(String(value))
  if (named) return named
  const type = typeOf(dictionary, entry.field)
  const [zh = '', en = ''] = languages.map((language) => type.say(value, entry.field, { ...ctx.shop, language }))
  return { zh, en }
}

const done = z.object({ count: z.number(), newest: z.string().nullable() })

function sayTimes(value: unknown, dictionary: Dictionary, ctx: Ctx): Words | null {
  const read = done.safeParse(value)
  if (!read.success) return null
  const { count, newest } = read.data
  if (count === 0 || !newest) return { zh: '0 次', en: 'never' }
  const time = dictionary.types.time
  const at = (language: 'zh' | 'en') =>
    time?.say(new Date(newest), { type: 'time', label: { zh: '', en: '' } }, { ...ctx.shop, language }) ?? newest
  return { zh: `${count} 次，最近 ${at('zh')}`, en: `${count} ${count === 1 ? 'time' : 'times'}, last on ${at('en')}` }
}
