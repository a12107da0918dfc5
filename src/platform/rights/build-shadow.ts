import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connect.ts'
import type { Catalog } from './catalog.ts'
import type { Shadow, ShadowTable } from './rewrite-statement.ts'
import type { Veils } from './veils.ts'

export type ShadowPlan = {
  readonly catalog: Catalog
  /** Which customers, as a condition over `c`; null for all of them. */
  readonly rows: RawBuilder<unknown> | null
  readonly veils: Veils
  /** Tables of which nothing is seen, whatever their rows are. */
  readonly emptied: ReadonlySet<string>
  /** Only for writing statements down. */
  readonly db: Db
}

const ofSeen = (column: RawBuilder<unknown>) => sql`${column} in (select id from customers)`
const nobody = '00000000-0000-0000-0000-000000000000'

/** Rows that follow their customer otherwise than by `customer_id`. */
const rowsOf: Readonly<Record<string, RawBuilder<unknown>>> = {
  merged_customers: ofSeen(sql`merged_customers.into_id`),
  log_heads: sql`coalesce(log_heads.into_id, log_heads.customer_id) in (select id from customers)`,
  // A to-do about nobody is everybody’s.
  todos: sql`(todos.customer_id = ${nobody}::uuid or exists (select 1 from customers seen where seen.id = todos.customer_id))`,
  // So is a mail of somebody who is not known yet.
  inbound_mails: sql`(inbound_mails.customer_id = ${nobody}::uuid or exists (select 1 from customers seen where seen.id = inbound_mails.customer_id))`,
  match_pairs: sql`${ofSeen(sql`match_pairs.low`)} and ${ofSeen(sql`match_pairs.high`)}`,
  households: sql`households.id in (select m.household_id from public.household_members m where ${ofSeen(sql`m.customer_id`)})`,
  // A round over those out of sight says how many they are, and one by a rule is over everybody.
  owner_rounds: sql`false`,
  tag_rounds: sql`tag_rounds.rule is null and exists (select 1 from public.tag_changes g where g.round_id = tag_rounds.id)
    and not exists (select 1 from public.tag_changes g where g.round_id = tag_rounds.id and g.customer_id not in (select id from customers))`,
  shared_keys: sql`shared_keys.household_id in (select m.household_id from public.household_members m where ${ofSeen(sql`m.customer_id`)})`,
}

/** Numbers that were counted over everybody are counted over whom the reader sees. */
const countedAnew: Readonly<Record<string, Readonly<Record<string, RawBuilder<unknown>>>>> = {
  segments: {
    members: sql`(select count(*) from public.memberships m where m.segment_id = segments.id and m.left_at is null and ${ofSeen(sql`m.customer_id`)})`,
  },
}

/** What a reader sees in the place of each table, where that is not the table itself. Every table with a `customer_id` is covered. */
export function buildShadow(plan: ShadowPlan): Shadow {
  const made: [string, ShadowTable][] = []
  for (const name of ['customers', ...[...plan.catalog.keys()].filter((one) => one !== 'customers')]) {
    const table = tableOf(plan, name)
    if (table) made.push([name, table])
  }
  return new Map(made)
}

/** The same for other rows of customers: all else looks at those by their name and stays. */
export function withRows(shadow: Shadow, plan: ShadowPlan): Shadow {
  const customers = tableOf(plan, 'customers')
  return customers ? new Map([['customers', customers], ...[...shadow].filter(([name]) => name !== 'customers')]) : shadow
}

function tableOf(plan: ShadowPlan, name: string): ShadowTable | null {
  const conditions = conditionsOf(plan, name)
  const own = plan.emptied.has(name) ? conditions : (plan.veils.rows.get(name) ?? [])
  const replaced = new Map([...(plan.rows ? Object.entries(countedAnew[name] ?? {}) : []), ...(plan.veils.columns.get(name) ?? [])])
  if (conditions.length === 0 && replaced.size === 0) return null
  const table = name === 'customers' ? sql`public.customers c` : sql`public.${sql.id(name)}`
  const selected = (where: readonly RawBuilder<unknown>[], further = sql``) =>
    compile(
      plan,
      sql`select ${columnsOf(plan, name, replaced)}${further} from ${table}${where.length > 0 ? sql` where ${sql.join(where, sql` and `)}` : sql``}`,
    )
  const follows = conditions.length > own.length && name !== 'customers' && !rowsOf[name]
  if (name === 'customers' && replaced.has('custom') && plan.veils.openKeys.size > 0)
    return withOpen(selected(conditions), { keys: plan.veils.openKeys, table: selected(conditions, sql`, c.custom as custom_kept`) })
  // Looked at as it is where it hides nothing of its own.
  const isPlain = own.length === 0 && replaced.size === 0
  return follows ? withJoined(selected(conditions), isPlain ? null : selected(own)) : selected(conditions)
}

function conditionsOf({ catalog, rows, veils, emptied }: ShadowPlan, name: string): RawBuilder<unknown>[] {
  if (emptied.has(name)) return [sql`false`]
  const own = veils.rows.get(name) ?? []
  if (!rows) return own
  if (name === 'customers') return [rows, ...own]
  const follows = rowsOf[name] ?? (catalog.get(name)?.has('customer_id') ? ofSeen(sql.ref(`${name}.customer_id`)) : null)
  return follows ? [follows, ...own] : own
}

function columnsOf({ catalog }: ShadowPlan, name: string, replaced: ReadonlyMap<string, RawBuilder<unknown>>): RawBuilder<unknown> {
  if (replaced.size === 0) return sql`*`
  const alias = name === 'customers' ? 'c' : name
  const columns = [...(catalog.get(name) ?? [])].map(([column, type]) => {
    const value = replaced.get(column)
    // Types come from the database's own catalogue.
    return value ? sql`(${value})::${sql.raw(type)} as ${sql.id(column)}` : sql.ref(`${alias}.${column}`)
  })
  // For the index alone; see rewrite-statement.ts.
  if (name === 'customers' || replaced.has('search')) columns.push(sql`${sql.ref(`${alias}.search`)} as search_index`)
  return sql.join(columns)
}

/** Not by spreading: what is written down late would be written at once. */
const withJoined = (table: ShadowTable, joined: ShadowTable['joined']): ShadowTable =>
  Object.defineProperty(table, 'joined', { value: joined })

const withOpen = (table: ShadowTable, open: ShadowTable['open']): ShadowTable => Object.defineProperty(table, 'open', { value: open })

/** Written down when a statement first names it: most statements name few of the tables. */
function compile({ db }: ShadowPlan, statement: RawBuilder<unknown>): ShadowTable {
  let written: ShadowTable | undefined
  const write = () => {
    const { sql: text, parameters: values } = statement.compile(db)
    return (written ??= { text, values })
  }
  return {
    get text() {
      return (written ?? write()).text
    },
    get values() {
      return (written ?? write()).values
    },
  }
}
