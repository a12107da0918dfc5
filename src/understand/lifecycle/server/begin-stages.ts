import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type Stage, standardStages } from '../stages.ts'

/** A new installation gets the standard stages. */
export async function beginStages(ctx: Ctx): Promise<void> {
  const { rows } = await sql`select 1 from stages limit 1`.execute(ctx.db)
  if (rows.length === 0) await writeStages(ctx, standardStages)
}

/** From the first to the last; what is not among them is gone. */
export async function writeStages(ctx: Ctx, stages: readonly Stage[]): Promise<void> {
  const rows = stages.map((stage, i) => ({ ...stage, position: i + 1 }))
  await sql`delete from stages where key <> all(${stages.map((stage) => stage.key)}::text[])`.execute(ctx.db)
  await sql`insert into stages (key, position, label, colour, rule, updated_at)
    select key, position, label, colour, rule, ${ctx.now}::timestamptz from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(key text, position integer, label jsonb, colour text, rule jsonb)
    on conflict (key) do update set position = excluded.position, label = excluded.label, colour = excluded.colour, rule = excluded.rule, updated_at = excluded.updated_at
      where (stages.position, stages.label, stages.colour, stages.rule) is distinct from (excluded.position, excluded.label, excluded.colour, excluded.rule)`.execute(
    ctx.db,
  )
}
