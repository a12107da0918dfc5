import { sql } from 'kysely'
import { newcombe, wilson } from '../../../models/measure/shares.ts'
import { noFacts } from '../../discovery.ts'
import { discoveryKinds } from '../../discovery-kinds.ts'
import { daysBack, type Look } from './look.ts'

const topShare = 0.9
/** Whoever bought less often has no rhythm of their own. */
const fewest = 3

type Row = { edge: number | null; vips: number; others: number; silent: number; silent_others: number; amount: number | null }

export const lookAtSilentVips: Look = async ({ db, until }) => {
  const since = daysBack(until, 7)
  const just = sql`late_at >= ${since}::timestamptz and late_at < ${until}::timestamptz`
  const { rows } =
    await sql<Row>`with e as (select ceil(percentile_cont(${topShare}::double precision) within group (order by spend::double precision))::bigint as edge from metrics where purchase_count > 0)
    select (select edge from e) as edge, count(*) filter (where spend >= e.edge) as vips, count(*) filter (where spend < e.edge) as others, count(*) filter (where spend >= e.edge and ${just}) as silent,
      count(*) filter (where spend < e.edge and ${just}) as silent_others, (sum(spend) filter (where spend >= e.edge and ${just}))::bigint as amount
    from metrics m join rhythms r on r.customer_id = m.customer_id cross join e where m.purchase_count >= ${fewest}`.execute(db)
  const row = rows[0]
  const { minimum } = discoveryKinds['silent-vip']
  if (!row || row.edge === null || row.vips < minimum) return { tested: 0, tooFew: row?.vips ? 1 : 0, found: [] }
  if (row.silent < minimum) return { tested: 1, tooFew: 0, found: [] }
  const { value, low, high } = wilson(row.silent, row.vips)
  const apart = newcombe({ n: row.silent, of: row.vips }, { n: row.silent_others, of: row.others })
  const usual = row.others > 0 ? row.silent_others / row.others : null
  const facts = { ...noFacts, n: row.silent, value, low, high, usual, usualN: row.others, apart, tested: 1, amount: row.amount }
  const rule = {
    all: [
      { field: 'spend', op: 'at-least', value: row.edge },
      { field: 'purchaseCount', op: 'at-least', value: fewest },
      { field: 'lateAt', op: 'on-or-after', value: since.toISOString() },
      { field: 'lateAt', op: 'before', value: until.toISOString() },
    ],
  }
  // It is no test but a list of work: it stands first.
  return { tested: 1, tooFew: 0, found: [{ key: 'vip', facts, rule, strength: 1_000 }] }
}
