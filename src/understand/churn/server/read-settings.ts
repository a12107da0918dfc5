import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import { usualDefinition } from '../definition.ts'
import type * as questions from '../questions.ts'
import { sayDefinition } from '../say-definition.ts'
import { capacityOf } from '../share-capacity.ts'
import { shareOf } from '../share-of.ts'
import { spellsFromFacts } from '../spells.ts'
import { mayBeListed, readColleagues } from './fill-list.ts'
import { moneyAfter } from './list-entries.ts'
import { lastMonths } from './months.ts'
import { type DefinitionRow, readCapacity, readDefinition, readDefinitions, readFirm, scopeOf } from './read-definition.ts'
import { readReasons } from './reasons.ts'

type Settings = AnswerOf<typeof questions.readChurnSettings>

export async function readSettings(ctx: Ctx): Promise<Settings> {
  const dictionary = await ctx.dictionary('customer')
  const lineOf = (row: DefinitionRow): Settings['definition'] => {
    const who = row.who === null ? null : sayInBoth(row.who, dictionary, ctx.shop)
    return { ...row, madeAt: row.madeAt.toISOString(), sentence: sayDefinition(row, who) }
  }
  const versions = (await readDefinitions(ctx.db)).map(lineOf)
  const first: Settings['definition'] = {
    ...usualDefinition,
    version: 0,
    note: null,
    madeBy: '',
    madeAt: ctx.now.toISOString(),
    sentence: sayDefinition(usualDefinition, null),
  }
  const firm = await readFirm(ctx.db)
  return {
    definition: versions[0] ?? first,
    versions,
    capacity: await readCapacity(ctx.db),
    colleagues: await readOwners(ctx),
    reasons: (await readReasons(ctx.db)).map((reason) => ({ ...reason, words: [...reason.words] })),
    firm: {
      rhythmDays: Math.round(Math.exp(firm.middle)),
      secondDays: Math.round(Math.exp(firm.second.middle)),
      customers: firm.customers,
      gaps: firm.gaps,
      closed: [...firm.closed],
    },
  }
}

async function readOwners(ctx: Ctx): Promise<Settings['colleagues']> {
  const { rows } = await sql<{
    id: string
    n: number
  }>`select owner_id::text as id, count(*)::int as n from customers where owner_id is not null group by 1`.execute(ctx.db)
  const owned = new Map(rows.map(({ id, n }) => [id, n]))
  const isHidden = isAnyHidden(ctx, 'owner')
  return [...(await readColleagues(ctx))].map(([id, name]) => ({ id, name, customers: isHidden ? null : (owned.get(id) ?? 0) }))
}

type Counts = { judged: number; late: number; gone: number; waiting: number }

export async function readSummary(ctx: Ctx): Promise<AnswerOf<typeof questions.churnSummary>> {
  const { version, kind, share, days, windowDays } = await readDefinition(ctx.db)
  const { rows } =
    await sql<Counts>`select count(*)::int as judged, count(*) filter (where s.state = 'late')::int as late, count(*) filter (where s.state = 'gone')::int as gone,
      count(*) filter (where ${mayBeListed(ctx)})::int as waiting
    from churn_states s join customers c on c.id = s.customer_id join rhythms r on r.customer_id = s.customer_id`.execute(ctx.db)
  const month = new Date(ctx.now.getTime() - 30 * 86_400_000)
  const won = await sql<{
    listed: number
    won: number
    money: number
  }>`select count(*) filter (where e.state in ('open', 'snoozed'))::int as listed,
      count(*) filter (where e.state = 'back' and e.resolved_at >= ${month})::int as won,
      coalesce(sum(case when e.state = 'back' and e.resolved_at >= ${month} then (${moneyAfter(windowDays)}) end), 0)::bigint as money
    from churn_entries e join customers c on c.id = e.customer_id`.execute(ctx.db)
  const capacity = await readCapacity(ctx.db)
  const owners = (await readOwners(ctx)).filter(({ customers }) => customers !== 0)
  return {
    asOf: ctx.now.toISOString(),
    judged: rows[0]?.judged ?? 0,
    late: rows[0]?.late ?? 0,
    gone: rows[0]?.gone ?? 0,
    waiting: isAnyHidden(ctx, 'churnSince', 'lastPurchaseAt') ? null : (rows[0]?.waiting ?? 0),
    listed: won.rows[0]?.listed ?? 0,
    wonBack: won.rows[0]?.won ?? 0,
    wonBackMoney: Number(won.rows[0]?.money ?? 0),
    capacity: owners.some(({ customers }) => customers === null)
      ? null
      : capacity.pool + owners.reduce((sum, { id }) => sum + capacityOf(capacity, id), 0),
    definition: { version, kind, share, days, windowDays },
  }
}

type Tried = { month: string; left: number; back: number; gone: number }

/** Everybody's purchases are judged by the definition that is tried; nothing is written. */
export async function previewChurn(
  ctx: Ctx,
  { months, ...tried }: InputOf<typeof questions.previewChurn>,
): Promise<AnswerOf<typeof questions.previewChurn>> {
  if (tried.who !== null) checkRule(tried.who, await ctx.dictionary('customer'))
  const scope = await scopeOf(ctx, tried, null)
  const shown = lastMonths(ctx, months)
  const { rows } = await sql<Tried>`with spells as materialized (${spellsFromFacts(scope)})
    select x.month, count(k.left_at)::int as left, count(k.back_at)::int as back, (select count(*) from spells where back_at is null)::int as gone
    from unnest(${shown.map(({ month }) => month)}::text[], ${shown.map(({ from }) => from)}::timestamptz[], ${shown.map(({ to }) => to)}::timestamptz[]) as x(month, starts, ends)
      left join spells k on k.left_at >= x.starts and k.left_at < x.ends group by 1 order by 1`.execute(ctx.db)
  const now = await sql<{
    customers: number
    gone: number
  }>`select count(*)::int as customers, count(*) filter (where s.state = 'gone')::int as gone from churn_states s`.execute(ctx.db)
  const sum = (read: (row: Tried) => number) => rows.reduce((total, row) => total + read(row), 0)
  return {
    asOf: ctx.now.toISOString(),
    customers: now.rows[0]?.customers ?? 0,
    goneNow: rows[0]?.gone ?? 0,
    goneBefore: now.rows[0]?.gone ?? 0,
    months: rows.map(({ month, left, back }) => ({ month, left, back })),
    falseAlarms: shareOf(
      sum(({ back }) => back),
      sum(({ left }) => left),
    ),
  }
}
