import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { lockSetting, readSetting } from '../../../platform/database/read-setting.ts'
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

const setting = 'quality-sweep'

export const readSweep = async (db: Db): Promise<Sweep> => ({ ...begin, ...(await readSetting<Partial<Sweep>>(db, setting)) })
export const lockSweep = async (ctx: Ctx): Promise<Sweep> => ({ ...begin, ...(await lockSetting<Sweep>(ctx, setting)) })

export async function keepSweep(ctx: Ctx, { counted, ...sweep }: Sweep): Promise<void> {
  const value: Sweep = { ...sweep, counted: isSweeping(sweep) ? counted : [] }
  await saveSetting(ctx, setting, value)
}

/** Everybody is to be scored anew: what should be known changed, or many customers did. A sweep under way begins again. */
export async function askSweep(ctx: Ctx, counted?: readonly string[]): Promise<void> {
  const sweep = await lockSweep(ctx)
  await keepSweep(ctx, { ...sweep, asked: sweep.asked + 1, after: null, of: 0, counted: counted ?? sweep.counted })
}

/** Whether scores are being worked out anew. */
export const isSweeping = ({ of, done, asked }: Pick<Sweep, 'of' | 'done' | 'asked'>): boolean => of !== 0 || done < asked
