import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { groupPairs } from '../group-pairs.ts'
import { mergeGroups, mergePortion } from './merge-groups.ts'
import { readRules } from './match-rules.ts'

/** More records than this are not merged without somebody having looked. */
const largestGroup = 10

/**
 * Merges what is certain by rules that may merge by themselves, some groups at a time. A group in which somebody has
 * taken two for different people is left to people.
 * @returns whether there may be more
 */
export async function mergeCertain(services: Services): Promise<boolean> {
  const { rules } = await readRules(services.database.db)
  const keys = rules.filter((rule) => rule.isOn && rule.merges && rule.says === 'same').map(({ key }) => key)
  if (keys.length === 0) return false
  const { rows } = await sql<{ low: string; high: string }>`select p.low, p.high from match_pairs p
    where p.state = 'open' and p.certain and p.says = 'same' and p.rule = any(${keys}::text[]) order by p.score desc, p.low, p.high limit ${mergePortion}`.execute(
    services.database.db,
  )
  const groups = groupPairs(rows).filter((ids) => ids.length <= largestGroup)
  let merged = 0
  for (const ids of groups) if (await mergeOne(services, ids)) merged++
  return merged > 0 && rows.length === mergePortion
}

/** Each group in a transaction of its own: one of which somebody was quicker does not hold up the others. */
async function mergeOne(services: Services, ids: readonly string[]): Promise<boolean> {
  try {
    return await asSystem(services, 'matching', async (ctx) => {
      if (await isDoubted(ctx.db, ids)) return false
      await mergeGroups(ctx, [{ ids }])
      return true
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    services.log.warn({ err: error, ids }, 'a certain group was not merged')
    return false
  }
}

async function isDoubted(db: Db, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select 1 from match_pairs where low = any(${ids}::uuid[]) and high = any(${ids}::uuid[])
    and state in ('not-same', 'household') limit 1`.execute(db)
  return rows.length > 0
}
