import { type RawBuilder, sql } from 'kysely'
import { factsOf } from '../event/facts-of.ts'
import { subtractDuration } from '../kit/duration.ts'
import { anyWord } from '../kit/search-words.ts'
import { type Dictionary, type RuleField, typeOf } from './dictionary.ts'
import type { Moment } from './operator.ts'
import { operators } from './operators.ts'
import { payloadDictionary } from './payload-dictionary.ts'
import { whoWent } from './sequence-sql.ts'
import type { Bucket, DidRule, FieldRule, Rule, Window } from './rule.ts'

export type CompileOptions = Moment & {
  /** Asked of these customers only: lets the counting of facts look at theirs alone. The caller still limits the customers. */
  readonly among?: RawBuilder<unknown>
  /** Facts that occurred later are left out: how it would have been answered then. */
  readonly until?: Date
}

/**
 * A checked rule as a condition over the dictionary's columns. True exactly for those in it; elsewhere false or NULL,
 * so it stands in a WHERE as it is, and elsewhere as `(…) is true`.
 *
 * NULL cannot leak: AND and OR are monotone, so with NULL read as false at the end they give what two-valued logic
 * gives, and the only operator that is not monotone, `not`, is written `(…) is not true`.
 */
export function compileRule(rule: Rule, dictionary: Dictionary, options: CompileOptions): RawBuilder<unknown> {
  if ('all' in rule) return joined(rule.all, sql` and `, sql`true`, dictionary, options)
  if ('any' in rule) return joined(rule.any, sql` or `, sql`false`, dictionary, options)
  if ('not' in rule) return sql`((${compileRule(rule.not, dictionary, options)}) is not true)`
  if ('field' in rule) return compileField(rule, dictionary, options)
  if ('did' in rule) return compileDid(rule, dictionary, options)
  const id = dictionary.customerId
  if (!id) throw new Error('a rule about a customer where there is none')
  if ('segment' in rule) {
    return sql`exists (select 1 from memberships ms where ms.customer_id = ${id} and ms.segment_id = ${rule.segment}::uuid and ms.left_at is null)`
  }
  if ('stage' in rule) return sql`${dictionary.stage ?? sql`null`} in (${sql.join(rule.stage.map((s) => sql`${s}::text`))})`
  if ('tier' in rule) return sql`${dictionary.tier ?? sql`null`} in (${sql.join(rule.tier.map((t) => sql`${t}::text`))})`
  if ('sequence' in rule) {
    const where = (inner: Rule, kind: string) => compileWhere(inner, kind, dictionary, options)
    return sql`(${id} in (${whoWent(rule.sequence, { ...options, where })}))`
  }
  return compileBucket(rule.bucket, id)
}

/** A condition on the payload of a kind of facts, over `events e`. */
export function compileWhere(rule: Rule, name: string, dictionary: Dictionary, options: CompileOptions): RawBuilder<unknown> {
  const kind = dictionary.events.get(name)
  if (!kind) throw new Error(`unchecked rule: ${name}`)
  return compileRule(rule, payloadDictionary(dictionary, kind), options)
}

function joined(
  rules: readonly Rule[],
  by: RawBuilder<unknown>,
  none: RawBuilder<unknown>,
  dictionary: Dictionary,
  options: CompileOptions,
): RawBuilder<unknown> {
  if (rules.length === 0) return none
  return sql`(${sql.join(
    rules.map((r) => compileRule(r, dictionary, options)),
    by,
  )})`
}

function compileField(rule: FieldRule, dictionary: Dictionary, options: CompileOptions): RawBuilder<unknown> {
  const entry = dictionary.fields.get(rule.field)
  const operator = operators[rule.op]
  if (!entry || !operator) throw new Error(`unchecked rule: ${rule.field} ${rule.op}`)
  const type = typeOf(dictionary, entry.field)
  if (entry.field.sealed) return compileSealed(entry, rule.op, operator.value(type, entry.field).parse(rule.value))
  const asked = operator.sql(entry.sql, rule.value, options, type.name, operator.value(type, entry.field))
  const meant = [...(entry.meant?.(rule.op, rule.value) ?? [])]
  if (meant.length === 0) return asked
  return negative.has(rule.op)
    ? sql`(${asked} and ${entry.sql} <> all(${meant}::text[]))`
    : sql`(${asked} or ${entry.sql} = any(${meant}::text[]))`
}

const negative: ReadonlySet<string> = new Set(['is-not', 'is-none-of'])

/** A sealed value is found by its blind index: what is compared with goes through the same key. */
function compileSealed({ sql: blind, sealed }: RuleField, op: string, value: unknown): RawBuilder<unknown> {
  if (op === 'is-known') return sql`${blind} <> ''`
  if (op === 'is-unknown') return sql`coalesce(${blind}, '') = ''`
  if (!sealed) throw new Error('a sealed field is asked without its keys')
  const isFour = op === 'ends-with-four'
  const values = Array.isArray(value) ? value : [value]
  const blinds = isFour ? [sealed.fourOf(String(value))] : values.map((each) => sealed.blindOf(each))
  const found = sql`${isFour ? sealed.four : blind} in (${sql.join(blinds.map((each) => sql`${each}::text`))})`
  if (sealed.isTurning) {
    const plain = values.map(String)
    return sql`${isFour ? sealed.four : blind} in (${sql.join([...blinds, ...plain].map((each) => sql`${each}::text`))})`
  }
  return sealed.words ? sql`(${sealed.words} @@ ${anyWord(blinds)}::tsquery and ${found})` : found
}

function compileDid(rule: DidRule, dictionary: Dictionary, options: CompileOptions): RawBuilder<unknown> {
  const id = dictionary.customerId
  if (!id) throw new Error(`unchecked rule: ${rule.did}`)
  const all = factConditions(rule, dictionary, options)
  const atLeast = (count: number) => didAtLeast(count, all, id, options)
  const { op, count } = rule.times ?? { op: 'at-least', count: 1 }
  if (op === 'at-least') return atLeast(count)
  if (op === 'at-most') return sql`(${atLeast(count + 1)} is not true)`
  return sql`(${atLeast(count)} and ${atLeast(count + 1)} is not true)`
}

/** Which facts count, as a condition over `events e`; whose they are is left to the caller. */
export function factConditions(rule: DidRule, dictionary: Dictionary, options: CompileOptions): RawBuilder<unknown> {
  const kind = dictionary.events.get(rule.did)
  if (!kind) throw new Error(`unchecked rule: ${rule.did}`)
  const conditions = [sql`e.kind = ${rule.did}::text`, ...windowConditions(rule.within, options.now)]
  if (options.until) conditions.push(sql`e.occurred_at <= ${options.until}::timestamptz`)
  if (rule.where) conditions.push(compileRule(rule.where, payloadDictionary(dictionary, kind), options))
  return sql.join(conditions, sql` and `)
}

/**
 * Once, of everybody: EXISTS, which the planner may turn into either kind of join. More often: one grouping, not a count
 * for each.
 */
function didAtLeast(
  count: number,
  conditions: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  { among }: CompileOptions,
): RawBuilder<unknown> {
  if (count <= 0) return sql`true`
  if (count === 1 && !among) return sql`exists (select 1 from events e where e.customer_id = ${id} and ${conditions})`
  const often = count === 1 ? sql`` : sql` group by e.customer_id having count(*) >= ${count}::bigint`
  return sql`(${id} in (select e.customer_id from ${factsOf(among ?? null)} e where ${conditions}${often}))`
}

function windowConditions(window: Window | undefined, now: Date): RawBuilder<unknown>[] {
  if (!window) return []
  if ('last' in window)
    return [sql`e.occurred_at >= ${subtractDuration(now, window.last)}::timestamptz`, sql`e.occurred_at <= ${now}::timestamptz`]
  const conditions: RawBuilder<unknown>[] = []
  if (window.from) conditions.push(sql`e.occurred_at >= ${new Date(window.from)}::timestamptz`)
  if (window.to) conditions.push(sql`e.occurred_at < ${new Date(window.to)}::timestamptz`)
  return conditions
}

/** The customer's number for a salt: the first 32 bits of md5(salt, id), modulo 10,000. The same on any machine. */
export function bucketNumber(salt: RawBuilder<unknown>, id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`((('x' || substr(md5(${salt} || ${id}::text), 1, 8))::bit(32)::bigint) % 10000)`
}

function compileBucket(bucket: Bucket, id: RawBuilder<unknown>): RawBuilder<unknown> {
  const number = bucketNumber(sql`${bucket.salt}::text`, id)
  return sql`(${number} >= ${bucket.from}::bigint and ${number} < ${bucket.to}::bigint)`
}
