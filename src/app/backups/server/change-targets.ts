import { access, constants, opendir } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { sql } from 'kysely'
import type { z } from 'zod'
import { codeOf } from '../../../core/kit/error-code.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import { lookAt } from '../../../platform/backup/copy-out.ts'
import { explainStore, sayReason } from '../../../platform/backup/explain-store.ts'
import { makeFolder } from '../../../platform/files/make-folder.ts'
import type { addTarget as addDefinition, changeTarget as changeDefinition } from '../actions.ts'
import { homeId, openStore, readTargets, s3Place } from './places.ts'

type Input = z.output<typeof addDefinition.input>

const what: Words = { zh: '备份位置', en: 'place for backups' }

export async function addTarget(ctx: Ctx, input: Input): Promise<{ id: string }> {
  const id = ctx.newId()
  const place = await placeOf(ctx, input, null)
  await sql`insert into backup_targets (id, kind, name, place, enabled, keep_daily, keep_weekly, keep_monthly, made_at)
    values (${id}, ${input.kind}, ${input.name}, ${JSON.stringify(place)}::jsonb, ${input.enabled}, ${input.daily}, ${input.weekly}, ${input.monthly}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id }
}

export async function changeTarget(ctx: Ctx, { id, ...input }: z.output<typeof changeDefinition.input>): Promise<Record<never, never>> {
  const before = (await readTargets(ctx.db)).find((target) => target.id === id)
  if (!before) throw new Problem('record.missing', { what })
  const place = id === homeId ? {} : await placeOf(ctx, input, before.place)
  await sql`update backup_targets set name = ${id === homeId ? '' : input.name}, place = ${JSON.stringify(place)}::jsonb, enabled = ${id === homeId || input.enabled},
    keep_daily = ${input.daily}, keep_weekly = ${input.weekly}, keep_monthly = ${input.monthly}, failure = null where id = ${id}`.execute(
    ctx.db,
  )
  return {}
}

/** A kept secret goes on to the same address and account only: otherwise whoever may change the address could have it sent to themselves. */
async function placeOf(ctx: Ctx, input: Input, before: unknown): Promise<object> {
  if (input.kind === 'folder') return { path: await openPath(input.path) }
  const { endpoint, region, accessKeyId, secretKey } = input
  if (secretKey !== undefined) return { endpoint, region, accessKeyId, secretKey: ctx.services.secrets.seal(secretKey) }
  const kept = s3Place.safeParse(before)
  if (!kept.success || new URL(kept.data.endpoint).host !== new URL(endpoint).host || kept.data.accessKeyId !== accessKeyId)
    throw new Problem('backup.secret-needed', { path: 'secretKey' })
  return { ...kept.data, endpoint, region }
}

async function openPath(path: string): Promise<string> {
  if (!isAbsolute(path)) throw new Problem('backup.path-relative', { path: 'path' })
  try {
    await makeFolder(path, 0o700)
    await (await opendir(path)).close()
    await access(path, constants.W_OK | constants.X_OK | constants.R_OK)
    return path
  } catch (error) {
    throw new Problem('backup.unwritable', { place: path, reason: sayReason(codeOf(error)), path: 'path' })
  }
}

export async function removeTarget(ctx: Ctx, { id }: { id: string }): Promise<Record<never, never>> {
  if (id === homeId) throw new Problem('backup.home-stays')
  await sql`delete from backup_copies where target_id = ${id}`.execute(ctx.db)
  await sql`delete from backup_targets where id = ${id}`.execute(ctx.db)
  return {}
}

/** Speaks to the target when the transaction is over. */
export async function tryTarget(ctx: Ctx, { id }: { id: string }): Promise<Done<{ backups: number }>> {
  const target = (await readTargets(ctx.db)).find((each) => each.id === id)
  if (!target) throw new Problem('record.missing', { what })
  const { services } = ctx
  const note = async (failure: object | null) => {
    await sql`update backup_targets set failure = ${failure === null ? null : JSON.stringify(failure)}::jsonb, looked_at = ${services.clock()} where id = ${id}`.execute(
      services.database.db,
    )
  }
  return {
    answer: { backups: 0 },
    afterCommit: async () => {
      try {
        const { whole } = await lookAt(await openStore(services, target))
        await note(null)
        return { backups: whole.length }
      } catch (error) {
        const problem = explainStore(error, target.name)
        if (problem instanceof Problem) await note({ code: problem.code, details: problem.details })
        throw problem
      }
    },
  }
}
