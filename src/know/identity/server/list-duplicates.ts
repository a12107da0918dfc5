import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { groupPairs } from '../group-pairs.ts'
import type { Verdict } from '../match-rule.ts'
import type { listDuplicates as definition, readLookAlikes as alikeDefinition } from '../matching-actions.ts'
import type { Evidence } from '../score-pair.ts'
import { readMatchCards } from './read-match-cards.ts'

type Answer = AnswerOf<typeof definition>
type Row = { low: string; high: string; score: number; says: Verdict; rule: string; certain: boolean; evidence: Evidence[] }

const columns = sql`p.low, p.high, p.score, p.says, p.rule, p.certain, p.evidence`
/** A group is shown up to this size. */
const largest = 20

/** The open pairs as connected groups, each where its best pair stands. */
export async function listDuplicates(ctx: Ctx, { says, rule, after, limit }: InputOf<typeof definition>): Promise<Answer> {
  const wanted = sql`p.state = 'open' ${says ? sql`and p.says = ${says}` : sql``} ${rule ? sql`and p.rule = ${rule}` : sql``}`
  const groups: Answer['groups'] = []
  const seen = new Set<string>()
  let cursor = readCursor(after)
  let isEnd = false
  while (groups.length < limit && !isEnd) {
    const rows = await pairsBehind(ctx.db, wanted, cursor, limit * 3)
    isEnd = rows.length < limit * 3
    const around = await pairsAround(ctx.db, wanted, rows)
    const members = new Map(groupPairs(around).flatMap((ids) => ids.map((id) => [id, ids] as const)))
    for (const row of rows) {
      if (groups.length === limit) {
        isEnd = false
        break
      }
      cursor = row
      const ids = members.get(row.low) ?? [row.low, row.high]
      const key = ids[0] ?? row.low
      const own = around.filter((pair) => ids.includes(pair.low)).sort(byScore)
      if (seen.has(key) || own[0]?.low !== row.low || own[0].high !== row.high) continue
      seen.add(key)
      const group = await groupOf(ctx, own)
      if (group) groups.push(group)
    }
  }
  return { ...(await counts(ctx.db)), groups, next: isEnd || !cursor ? null : writeCursor(cursor) }
}

type Cursor = { readonly score: number; readonly low: string; readonly high: string }

const byScore = (a: Cursor, b: Cursor) => b.score - a.score || (a.low < b.low ? -1 : a.low > b.low ? 1 : a.high < b.high ? -1 : 1)
const writeCursor = ({ score, low, high }: Cursor) => `${score}_${low}_${high}`

function readCursor(text: string | undefined): Cursor | null {
  const read = /^(\d{1,3})_([0-9a-f-]{36})_([0-9a-f-]{36})$/.exec(text ?? '')
  return read ? { score: Number(read[1]), low: read[2] ?? '', high: read[3] ?? '' } : null
}

async function pairsBehind(db: Db, wanted: RawBuilder<unknown>, cursor: Cursor | null, limit: number): Promise<Row[]> {
  const behind = cursor
    ? sql`and (p.score < ${cursor.score} or (p.score = ${cursor.score} and (p.low, p.high) > (${cursor.low}::uuid, ${cursor.high}::uuid)))`
    : sql``
  const { rows } =
    await sql<Row>`select ${columns} from match_pairs p where ${wanted} ${behind} order by p.score desc, p.low, p.high limit ${limit}`.execute(
      db,
    )
  return rows
}

/** All wanted pairs that hang together with these, a few steps wide. */
async function pairsAround(db: Db, wanted: RawBuilder<unknown>, rows: readonly Row[]): Promise<Row[]> {
  const all = new Map(rows.map((row) => [row.low + row.high, row]))
  let asked = new Set<string>()
  for (let step = 0; step < 4; step++) {
    const ids = new Set([...all.values()].flatMap(({ low, high }) => [low, high]))
    const fresh = [...ids].filter((id) => !asked.has(id))
    if (fresh.length === 0) break
    asked = ids
    const found = await sql<Row>`select ${columns} from match_pairs p where ${wanted} and p.low = any(${fresh}::uuid[])
      union select ${columns} from match_pairs p where ${wanted} and p.high = any(${fresh}::uuid[]) limit 2000`.execute(db)
    for (const row of found.rows) all.set(row.low + row.high, row)
  }
  return [...all.values()]
}

async function groupOf(ctx: Ctx, pairs: readonly Row[]): Promise<Answer['groups'][number] | null> {
  const ids = [...new Set(pairs.flatMap(({ low, high }) => [low, high]))]
  const kept = ids.slice(0, largest)
  const cards = await readMatchCards(ctx, kept)
  const customers = kept.flatMap((id) => cards.get(id) ?? []).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  const known = pairs.filter(({ low, high }) => cards.has(low) && cards.has(high))
  return customers.length < 2 || known.length === 0 ? null : { customers, pairs: known, more: ids.length > largest }
}

async function counts(db: Db): Promise<Pick<Answer, 'open' | 'rules'>> {
  const { rows } = await sql<{
    rule: string
    says: Verdict
    n: number
  }>`select rule, says, count(*) as n from match_pairs where state = 'open' group by 1, 2`.execute(db)
  const sum = (says: Verdict) => rows.filter((row) => row.says === says).reduce((total, { n }) => total + n, 0)
  return {
    open: { same: sum('same'), household: sum('household') },
    rules: rows.map(({ rule, n }) => ({ key: rule, pairs: n })).sort((a, b) => b.pairs - a.pairs),
  }
}

/** The open pairs of one customer, the likeliest first. */
export async function readLookAlikes(ctx: Ctx, { id }: InputOf<typeof alikeDefinition>): Promise<AnswerOf<typeof alikeDefinition>> {
  const { rows } = await sql<Row>`select ${columns} from match_pairs p where p.state = 'open' and p.low = ${id}
    union all select ${columns} from match_pairs p where p.state = 'open' and p.high = ${id} order by score desc, low, high limit 5`.execute(
    ctx.db,
  )
  const otherOf = (row: Row) => (row.low === id ? row.high : row.low)
  const cards = await readMatchCards(ctx, rows.map(otherOf))
  return {
    alike: rows.flatMap((row) => {
      const customer = cards.get(otherOf(row))
      const { score, says, rule, certain, evidence } = row
      return customer ? [{ customer, score, says, rule, certain, evidence }] : []
    }),
  }
}
