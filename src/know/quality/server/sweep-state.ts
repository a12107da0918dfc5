import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'

/** How far the sweep came: behind which customer it goes on, of which asking and which day it is. */
export type Sweep = {
  readonly asked: number
  readonly done: number
  readonly day: string
  readonly after: string | null
  readonly of: number
}

const begin: Sweep = { asked: 1, done: 0, day: '', after: null, of: 0 }

export async function readSweep(db: Db): Promise<Sweep> {
  const { rows } = await sql<{ value: Partial<Sweep> }>`select value from settings where name = 'quality-sweep'`.execute(db)
  return { ...begin, ...rows[0]?.value }
}

export async function keepSweep(ctx: Ctx, sweep: Sweep): Promise<void> {
  await sql`insert into settings (name, value, updated_at) values ('quality-sweep', ${JSON.stringify(sweep)}::jsonb, ${ctx.now})
    on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(ctx.db)
}

/** Everybody is to be scored anew: what should be known changed, or many customers did. A sweep under way begins again. */
export async function askSweep(ctx: Ctx): Promise<void> {
  const sweep = await readSweep(ctx.db)
  await keepSweep(ctx, { ...sweep, asked: sweep.asked + 1, after: null, of: 0 })
}

/** Whether scores are being worked out anew. */
export const isSweeping = (sweep: Sweep): boolean => sweep.of !== 0 || sweep.done < sweep.asked
