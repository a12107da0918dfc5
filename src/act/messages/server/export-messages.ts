import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../../platform/actions/context.ts'
import { columnOf, defineExport, type ExportColumn } from '../../../platform/exports/list-export.ts'
import { readPortions } from '../../../platform/exports/read-portions.ts'
import { channelOptions } from '../../channels/channel-kinds.ts'
import { messageFilters } from '../actions.ts'
import { messageStates, messageStateWords } from '../message.ts'
import { messageReasonOptions } from '../reasons.ts'
import { listMessages } from './list-messages.ts'

const text = columnOf('text')
const time = columnOf('time')

const state = { zh: '状态', en: 'State' }
const channel = { zh: '渠道', en: 'Channel' }
const cost = { zh: '费用', en: 'Cost' }
const reason = { zh: '原因', en: 'Reason' }

const columns: readonly ExportColumn[] = [
  time('createdAt', '建立时间', 'Created'),
  text('customerName', '客户', 'Customer'),
  { name: 'channel', label: channel, field: { type: 'choice', label: channel, options: channelOptions } },
  text('address', '地址', 'Address'),
  text('subject', '主题', 'Subject'),
  {
    name: 'state',
    label: state,
    field: { type: 'choice', label: state, options: messageStates.map((value) => ({ value, label: messageStateWords[value].label })) },
  },
  { name: 'reason', label: reason, field: { type: 'choice', label: reason, options: messageReasonOptions } },
  time('sentAt', '发送时间', 'Sent'),
  time('deliveredAt', '送达时间', 'Delivered'),
  time('bouncedAt', '退回时间', 'Bounced'),
  time('clickedAt', '点击时间', 'Clicked'),
  time('repliedAt', '回复时间', 'Answered'),
  { name: 'cost', label: cost, field: { type: 'money', label: cost } },
  text('templateName', '模板', 'Template'),
]

const portion = 1_000

/** The outbox as a file, by the same filters as its page. */
export const messagesExport = defineExport({
  path: 'messages',
  kind: 'message',
  plural: { zh: '消息', en: 'Messages' },
  query: z.object(messageFilters),
  open: async (ctx, filters, fields) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from messages`.execute(ctx.db)
    const isWhole = Object.values(filters).every((value) => value === undefined)
    return {
      columns: fields ? columns.filter(({ name }) => fields.includes(name)) : columns,
      total: isWhole ? (rows[0]?.n ?? 0) : 0,
      pages: (moment) => pages(moment, filters),
    }
  },
})

const pages = (ctx: Ctx, filters: z.output<z.ZodObject<typeof messageFilters>>) =>
  readPortions(async (from) => {
    const { rows, next } = await listMessages(ctx, { ...filters, limit: portion, ...from })
    return { rows: rows.map((row) => ({ ...row, reason: row.reason?.code ?? null })), next }
  })
