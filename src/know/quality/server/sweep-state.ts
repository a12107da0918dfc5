import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'

/**
 * How far the sweep came: behind which customer it goes on, of which asking and which day it is. `counted`: what counts, or counted,
 * in scores that it has not come to yet.
 */
export type Sweep = {
  readonly asked: number
  readonly done: number
  readonly day: string
  readonly after: string | null
  readonly of: number
  readonly counted: readonly string[]
}

const begin: Sweep = { asked: 1, done: 0, day: '', after: null, of: 0, counted: [] }

const kept = sql<{ value: Partial<Sweep> }>`select value from settings where name = 'quality-sweep'`

export async function readSweep(db: Db, asked = kept): Promise<Sweep> {
  const { rows } = await asked.execute(db)
  return { ...begin, ...rows[0]?.value }
}

/** Nobody else changes it until the transaction ends: what was asked for meanwhile would be lost under what is written here. */
export const lockSweep = (db: Db): Promise<Sweep> => readSweep(db, sql`${kept} for update`)

export async function keepSweep(ctx: Ctx, { counted, ...sweep }: Sweep): Promise<void> {
  const value: Sweep = { ...sweep, counted: isSweeping(sweep) ? counted : [] }
  await saveSetting(ctx, 'quality-sweep', value)
}

/** Everybody is to be scored anew: what should be known changed, or many customers did. A sweep under way begins again. */
export async function askSweep(ctx: Ctx, counted?: readonly string[]): Promise<void> {
  const sweep = await lockSweep(ctx.db)
  await keepSweep(ctx, { ...sweep, asked: sweep.asked + 1, after: null, of: 0, counted: counted ?? sweep.counted })
}

/** Whether scores are being worked out anew. */
export const isSweeping = ({ of, done, asked }: Pick<Sweep, 'of' | 'done' | 'asked'>): boolean => of !== 0 || done < asked
