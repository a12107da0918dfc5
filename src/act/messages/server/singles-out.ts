import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a journey chooses people by what is worked out about them (PIPL 24): it is entered by a segment, a stage or a tier, lets
 * in by a rule, or branches by one. What answers an act of theirs alone, such as a thank-you after a purchase, does not.
 * @param definition the journey as it is written down
 */
export function singlesOutSql(definition: RawBuilder<unknown>): RawBuilder<boolean | null> {
  return sql<
    boolean | null
  >`(${definition} -> 'trigger' ->> 'kind' in ('segment', 'stage') or ${definition} -> 'trigger' ? 'segment' or ${definition} -> 'trigger' ->> 'event' = any(array['tier.changed']) or ${definition} ? 'audience'
    or jsonb_path_exists(${definition}, '$.steps[*] ? (@.kind == "branch")'))`
}
