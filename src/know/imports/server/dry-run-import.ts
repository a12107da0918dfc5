import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { newsOfSome } from '../../../platform/event-log/news.ts'
import { suppressedKeys } from '../../../platform/records/suppressed-keys.ts'
import { together } from '../../../platform/event-log/refresh-lock.ts'
import { countLookAlikes } from '../../identity/matching-actions.ts'
import type { dryRunImport as definition } from '../actions.ts'
import type { Portion } from './portion.ts'
import { fileOf, type ImportRow, readImportRow } from './read-import-row.ts'
import { keepRecords, openFile, sealerOf } from './run-portion.ts'
import { choose, refuseState } from './start-import.ts'
import { takeSample } from './take-sample.ts'

/** Rows of a large file that are tried: they answer within seconds, and say so. */
const mostRows = 20_000
const shownRefusals = 200

type Answer = AnswerOf<typeof definition>

/**
 * Does the import in the action's own transaction, looks at what came of it, and rolls back to where it began.
 * @throws Problem import.missing, import.wrong-state, import.file-gone, and what `checkSettings` throws
 */
export async function dryRunImport(ctx: Ctx, input: InputOf<typeof definition>): Promise<Answer> {
  const { services } = ctx
  const row = await readImportRow(ctx.db, input.id)
  refuseState(row, ['uploaded', 'stopped', 'failed'])
  if (!existsSync(fileOf(services.filesFolder, row.id))) throw new Problem('import.file-gone')
  const { client } = ctx
  if (!client) throw new Error('a dry run needs a transaction')
  const { settings, inspection } = await choose(ctx, row, input)
  const whole: ImportRow = { ...row, settings: { ...row.settings, inspection }, progress: { ...row.progress, records: 0 } }
  const file = await openFile(services, whole, settings, false)
  const { records, isWhole } = await takeSample(file, mostRows)
  file.close()
  const portion: Portion = {
    ...ctx,
    client,
    importId: row.id,
    file: row.name,
    by: ctx.actor.id,
    settings,
    rows: file.rows,
    sealer: await sealerOf(services, ctx.db),
    big: false,
    breakpoint: () => {},
  }
  await together.execute(ctx.db)
  await client.query('savepoint dry_run')
  try {
    const { counts, refusals, touched } = await keepRecords(portion, records)
    const ids = [...touched].sort()
    const stages = await stagesAfter(ctx, ids)
    return {
      counts,
      rowsExpected: Math.max(records.length, inspection.rowsExpected),
      sampled: !isWhole,
      refusals: refusals
        .toSorted((a, b) => a.line - b.line)
        .slice(0, shownRefusals)
        .map(({ line, reason, cells }) => ({ line, reason, cells: [...cells] })),
      stages,
      suppressed: await countSuppressed(ctx, ids),
      lookAlikes: await newWhoLookKnown(ctx, row.id, ids),
    }
  } finally {
    await client.query('rollback to savepoint dry_run')
  }
}

/** How many come with a phone, an address or the like of somebody who was erased. They come in; nobody markets to them. */
async function countSuppressed(ctx: Ctx, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{
    customer_id: string
    key: string
  }>`select customer_id, key from customer_identities where customer_id = any(${ids}::uuid[])`.execute(ctx.db)
  const suppressed = await suppressedKeys(
    ctx.db,
    ctx.services,
    rows.map((row) => row.key),
  )
  return new Set(rows.filter((row) => suppressed.has(row.key)).map((row) => row.customer_id)).size
}

/** Of those who would be new, how many look like somebody who is there already. */
async function newWhoLookKnown(ctx: Ctx, importId: string, ids: readonly string[]): Promise<Answer['lookAlikes']> {
  const { rows } = await sql<{ id: string }>`select id from customers where id = any(${ids}::uuid[]) and import_id = ${importId}`.execute(
    ctx.db,
  )
  if (rows.length === 0) return { customers: 0, examples: [] }
  return await ctx.run(countLookAlikes, { ids: rows.map((each) => each.id) })
}

/** Lets everything derived look at these customers, and tells whose stage is another. */
async function stagesAfter(ctx: Ctx, ids: readonly string[]): Promise<Answer['stages']> {
  if (ids.length === 0) return []
  const before = await readStages(ctx.db, ids)
  const news = newsOfSome({ ids, isQuiet: () => true })
  for (const refresher of ctx.registry.refreshers) await refresher.refresh(ctx, news)
  const after = await readStages(ctx.db, ids)
  const moves = new Map<string, Answer['stages'][number]>()
  for (const [id, to] of after) {
    const from = before.get(id) ?? null
    if (from === to) continue
    const key = `${from}→${to}`
    const move = moves.get(key) ?? { from, to, customers: 0 }
    moves.set(key, { ...move, customers: move.customers + 1 })
  }
  return [...moves.values()].sort((a, b) => b.customers - a.customers)
}

async function readStages(db: Db, ids: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{
    customer_id: string
    stage: string | null
  }>`select customer_id, stage from metrics where customer_id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.customer_id, row.stage]))
}
