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
