import { sql } from 'kysely'
import type { Words } from '../../../core/kit/words.ts'
import type { SegmentUse } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type { RuleMatch } from '../../../platform/records/rule-uses.ts'

/** Matching rules that compare a field, and would find nobody without it. */
export async function rulesWithField(db: Db, match: RuleMatch): Promise<SegmentUse[]> {
  const { rows } = await sql<{ name: Words }>`select t.rule -> 'name' as name from match_rules t where ${match(sql`t.rule`)}
    order by t.position`.execute(db)
  return rows.map(({ name }) => ({ kind: { zh: '查重规则', en: 'matching rule' }, name: inBoth(name), address: '/duplicates' }))
}

/** Who wrote the rule named it in two languages, or twice in one. */
const inBoth = ({ zh, en }: Words) => (zh === en ? zh : `${zh} · ${en}`)
