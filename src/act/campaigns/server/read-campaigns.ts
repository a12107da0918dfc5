import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { CampaignState } from '../campaign.ts'
import { type CampaignDefinition, tryOpenCampaign } from '../definition.ts'

/** A campaign as it stands in the table. */
export type KeptCampaign = {
  readonly id: string
  readonly name: string
  readonly goal: string | null
  readonly state: CampaignState
  readonly definition: unknown
  readonly next_at: Date | null
  readonly editions: number
  readonly created_by: string | null
  readonly created_at: Date
  readonly started_at: Date | null
  readonly ended_at: Date | null
}

export type CampaignRow = Omit<KeptCampaign, 'definition'> & { readonly definition: CampaignDefinition }

export async function readRows(ctx: Pick<Ctx, 'db'>, where: RawBuilder<unknown>): Promise<KeptCampaign[]> {
  const { rows } =
    await sql<KeptCampaign>`select id, name, goal, state, definition, next_at, editions, created_by, created_at, started_at, ended_at
    from campaigns where state <> 'deleted' and ${where} order by created_at desc, id`.execute(ctx.db)
  return rows
}

/** How long what was missed may still be sent, and the home page tells of it: later it is nobody's news any more, and another campaign. */
const offeredMs = 7 * 86_400_000

/** `e` is the newest edition of the campaign `c`, missed its time, and that is not a week ago; nobody stopped or paused it since. */
export const isMissed = (now: Date): RawBuilder<boolean> => sql<boolean>`e.campaign_id = c.id and e.number = c.editions
  and c.state in ('planned', 'running', 'done') and e.state = 'failed' and e.failure ->> 'code' = 'campaign.missed'
  and e.ended_at > ${new Date(now.getTime() - offeredMs)}`

/** When those that may still be sent were to be. */
export async function readMissed(ctx: Pick<Ctx, 'db' | 'now'>, ids: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ id: string; at: Date }>`select c.id, e.planned_at as at from campaigns c, campaign_editions e
    where c.id = any(${ids}::uuid[]) and ${isMissed(ctx.now)}`.execute(ctx.db)
  return new Map(rows.map(({ id, at }) => [id, at]))
}

/** Those that can be read; the others stand still and are in nobody’s way. */
export async function readCampaigns(ctx: Pick<Ctx, 'db'>, where: RawBuilder<unknown>): Promise<CampaignRow[]> {
  return (await readRows(ctx, where)).flatMap((row) => {
    const read = tryOpenCampaign(row.definition)
    return 'definition' in read ? [{ ...row, definition: read.definition }] : []
  })
}

/** For what needs its name and state alone. @throws Problem record.missing */
export async function readRow(ctx: Pick<Ctx, 'db'>, id: string): Promise<KeptCampaign> {
  const [row] = await readRows(ctx, sql`id = ${id}`)
  if (!row) throw new Problem('record.missing', { what: { zh: '营销活动', en: 'campaign' } })
  return row
}

/** @throws Problem record.missing, campaign.unreadable */
export async function readOne(ctx: Pick<Ctx, 'db'>, id: string): Promise<CampaignRow> {
  const row = await readRow(ctx, id)
  const read = tryOpenCampaign(row.definition)
  if ('unreadable' in read) throw new Problem('campaign.unreadable', { name: row.name, place: read.unreadable })
  return { ...row, definition: read.definition }
}
