import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../../platform/actions/context.ts'
import { columnOf, defineExport, type ExportColumn } from '../../../platform/exports/list-export.ts'
import { readPortions } from '../../../platform/exports/read-portions.ts'
import { memberFilters } from '../actions.ts'
import { memberArms, memberStates, memberStateWords } from '../campaign.ts'
import { listMembers } from './list-members.ts'

const text = columnOf('text')
const time = columnOf('time')

const state = { zh: '状态', en: 'State' }
const arm = { zh: '分组', en: 'Arm' }

const columns: readonly ExportColumn[] = [
  text('customerName', '客户', 'Customer'),
  columnOf('number')('edition', '第几期', 'Edition'),
  { name: 'arm', label: arm, field: { type: 'choice', label: arm, options: memberArms } },
  text('variant', '内容版本', 'Version'),
  {
    name: 'state',
    label: state,
    field: { type: 'choice', label: state, options: memberStates.map((value) => ({ value, label: memberStateWords[value].label })) },
  },
  text('reason', '原因', 'Reason'),
  time('enteredAt', '进入时间', 'Entered'),
  time('sentAt', '发送时间', 'Sent'),
  time('deliveredAt', '送达时间', 'Delivered'),
  time('clickedAt', '点击时间', 'Clicked'),
  time('repliedAt', '回复时间', 'Replied'),
]

const portion = 200

/** Who was in a campaign and what became of each, by the same filters as its people. */
export const membersExport = defineExport({
  path: 'campaign-members',
  kind: 'campaign',
  plural: { zh: '营销活动的客户', en: 'Customers of campaigns' },
  query: z.object({ campaign: z.uuid(), ...memberFilters }),
  open: async (ctx, filters, fields) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from campaign_members where campaign_id = ${filters.campaign}`.execute(
      ctx.db,
    )
    const isWhole = Object.entries(filters).every(([name, value]) => name === 'campaign' || value === undefined)
    return {
      columns: fields ? columns.filter(({ name }) => fields.includes(name)) : columns,
      total: isWhole ? (rows[0]?.n ?? 0) : 0,
      pages: (moment) => pages(moment, filters),
    }
  },
})

const pages = (ctx: Ctx, { campaign, ...filters }: { readonly campaign: string } & z.output<z.ZodObject<typeof memberFilters>>) =>
  readPortions(async (from) => {
    const { rows, next } = await listMembers(ctx, { id: campaign, ...filters, limit: portion, ...from })
    return { rows: rows.map(rowOf), next }
  })

const rowOf = ({ message, reason, ...row }: Awaited<ReturnType<typeof listMembers>>['rows'][number]) => ({
  ...row,
  reason: (message?.reason ?? reason)?.zh ?? null,
  sentAt: message?.sentAt ?? null,
  deliveredAt: message?.deliveredAt ?? null,
  clickedAt: message?.clickedAt ?? null,
  repliedAt: message?.repliedAt ?? null,
})
