import { sql } from 'kysely'
import type { Customs } from '../../../core/entity/field-type.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Card, PlacedField } from '../../../platform/actions/registry.ts'
import { bodyOf, fromClause } from '../../../platform/records/find-records.ts'
import { betweenNames } from '../../../understand/recommendations/recommendations.ts'
import type { Values } from './fill-template.ts'

const shopWords: Readonly<Record<string, Words>> = {
  shopName: { zh: '店铺名称', en: 'Shop name' },
  today: { zh: '今天的日期', en: 'Today' },
}

/** Fields that are of no use in a letter. */
const kept = new Set(['namePinyin', 'importId'])

function customerCard(ctx: Ctx): Card {
  return ctx.card('customer')
}

/** What is kept sealed stands in no letter: letters are kept as they were sent. */
const offered = (ctx: Ctx): PlacedField[] =>
  [...customerCard(ctx).fields.values()].filter(({ name, field }) => !kept.has(name) && !field.sealed)

/** Everything a template may name, with its label. Numbers stand under `raw.` too, for conditions. */
export function templateVariables(ctx: Ctx): { name: string; label: Words }[] {
  const fields = offered(ctx)
  const raw = fields.filter((f) => f.field.type === 'money').map((f) => ({ name: `raw.${f.name}`, label: rawLabel(f) }))
  return [
    ...fields.map((f) => ({ name: f.name, label: f.field.label })),
    ...Object.entries(shopWords).map(([name, label]) => ({ name, label })),
    ...raw,
    ...Object.entries(otherNames).flatMap(([name, of]) => fields.filter((f) => f.name === of).map((f) => ({ name, label: f.field.label }))),
  ]
}

/** What people call it in a letter, and the field that it stands for. */
const otherNames: Readonly<Record<string, string>> = { recommendations: 'likelyProducts' }

/** The fields behind the variables that a text names; `*` where it may be any, as in what brought a message about. */
export function fieldsNamed(ctx: Ctx, variables: readonly string[]): string[] {
  const names = variables.flatMap((variable) => {
    const [first = '', second = ''] = variable.split('.')
    if (first in shopWords) return []
    const name = first === 'raw' ? second : (otherNames[first] ?? first)
    return customerCard(ctx).fields.has(name) ? [name] : ['*']
  })
  return [...new Set(names)]
}

const rawLabel = ({ field }: PlacedField): Words => ({
  zh: `${field.label.zh}（最小货币单位的整数，用于比较）`,
  en: `${field.label.en} (an integer of minor units, to compare)`,
})

/** What a template is tried with before any customer is chosen: every variable is there and empty. */
export function emptyValues(ctx: Ctx): Values {
  const nothing = [...offered(ctx).map((f) => f.name), ...Object.keys(otherNames)].map((name) => [name, null])
  return { ...Object.fromEntries(nothing), raw: {}, shopName: ctx.shop.name, today: '' }
}

/** Worked out about the customer, in a table beside theirs: what they are worth, their stage, their last purchases. */
const isWorkedOut = ({ table, custom, field }: PlacedField) =>
  table !== 'c' || (custom === undefined && (field.type === 'tags' || field.type === 'consents'))

/**
 * For each customer all its variables, said the way the shop writes them. A customer that is gone is not in the map.
 * @param impersonal those of whom nothing is said that was worked out about them
 * @param used what the templates say: only the variables that stand there are read; all where left out
 */
export async function readValues(
  ctx: Ctx,
  customerIds: readonly string[],
  language: Language,
  impersonal: ReadonlySet<string> = new Set(),
  used: string | null = null,
): Promise<Map<string, Values>> {
  const fields = offered(ctx).filter(({ name }) => used === null || isUsed(name, used))
  const { rows } = await sql<{ id: string; body: Record<string, unknown> }>`select c.id, ${bodyOf(fields)} as body
    ${fromClause(customerCard(ctx), null, null)} where c.id = any(${customerIds}::uuid[])`.execute(ctx.db)
  const customs: Customs = { language, currency: ctx.shop.currency, timeZone: ctx.shop.timeZone }
  const shop = {
    shopName: ctx.shop.name,
    today: sayField(ctx, { type: 'date', label: { zh: '', en: '' } }, localDate(ctx.now, ctx.shop.timeZone), customs),
  }
  const plain = Object.fromEntries(fields.filter(isWorkedOut).map((field) => [field.name, null]))
  const known = (row: (typeof rows)[number]) => (impersonal.has(row.id) ? { ...row.body, ...plain } : row.body)
  return new Map(rows.map((row) => [row.id, { ...sayAll(ctx, fields, known(row), customs), ...shop }]))
}

/** Under its own name or another; where names are put together from others, anything may be. */
function isUsed(name: string, used: string): boolean {
  if (used.includes(name) || /\{[{%][^}]*\[/.test(used)) return true
  return Object.entries(otherNames).some(([other, of]) => of === name && used.includes(other))
}

function sayAll(ctx: Ctx, fields: readonly PlacedField[], record: Record<string, unknown>, customs: Customs): Values {
  const said = fields.map((f) => [f.name, inTheirWords(f, sayField(ctx, f.field, record[f.name], customs), customs.language)] as const)
  const raw = fields.filter((f) => f.field.type === 'money').map((f) => [f.name, record[f.name] ?? null] as const)
  const known = Object.fromEntries(said)
  const others = Object.entries(otherNames).flatMap(([name, of]) => (of in known ? [[name, known[of]] as const] : []))
  return { ...known, ...Object.fromEntries(others), raw: Object.fromEntries(raw) }
}

/** Names that are kept as one text are parted as the letter's language parts them. */
function inTheirWords({ name }: PlacedField, said: unknown, language: Language): unknown {
  return language === 'en' && name === 'likelyProducts' && typeof said === 'string' ? said.replaceAll(betweenNames, ', ') : said
}

/** Numbers stay numbers, so that a template may compare them. */
function sayField(ctx: Ctx, field: PlacedField['field'], value: unknown, customs: Customs): unknown {
  if (value === null || value === undefined || value === '') return null
  if (field.type === 'number') return Number(value)
  return ctx.registry.types[field.type]?.say(value, field, customs) ?? null
}
