import { z } from 'zod'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { mainIssue, sayIssue } from '../../../core/kit/say-issue.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { columnOf, defineExport, type ExportColumn, type ExportRow } from '../../../platform/exports/list-export.ts'
import { cohortsInput, funnelInput, pathsInput, repurchaseInput, retentionInput } from '../questions.ts'
import { readCohorts } from './read-cohorts.ts'
import { readFunnel } from './read-funnel.ts'
import { readPaths } from './read-paths.ts'
import { readRepurchase } from './read-repurchase.ts'
import { readRetention } from './read-retention.ts'

const text = columnOf('text')
const number = columnOf('number')
const money = columnOf('money')
const date = columnOf('date')

type Table = { readonly columns: readonly ExportColumn[]; readonly rows: readonly ExportRow[] }

const share = [
  number('share', '比例', 'Share'),
  number('low', '区间下限（95%）', 'Interval from (95 %)'),
  number('high', '区间上限（95%）', 'Interval to (95 %)'),
]
const ripe = [number('ripe', '已满天数的客户', 'Customers whose days are over'), number('back', '回来的客户', 'Came back')]

/** The table behind each picture, a row a figure. */
const tables: Readonly<Record<string, (ctx: Ctx, ask: unknown) => Promise<Table>>> = {
  cohorts: async (ctx, ask) => {
    const found = await readCohorts(ctx, cohortsInput.parse(ask))
    return {
      columns: [
        date('cohort', '开始的一期', 'Began in'),
        number('size', '人数', 'Customers'),
        number('later', '之后第几期', 'Periods later'),
        date('period', '当期', 'Period'),
        number('customers', '有消费的客户', 'Active customers'),
        number('share', '比例', 'Share'),
        money('amount', '金额', 'Amount'),
      ],
      rows: found.cohorts.flatMap((cohort, i) =>
        cohort.cells.map((cell, later) => ({
          cohort: cohort.day,
          size: cohort.size,
          later,
          period: found.periods[i + later]?.day ?? null,
          customers: cell.customers,
          share: cohort.size > 0 ? cell.customers / cohort.size : null,
          amount: cell.amount,
        })),
      ),
    }
  },
  retention: async (ctx, ask) => {
    const found = await readRetention(ctx, retentionInput.parse(ask))
    return { columns: [number('from', '从第几天', 'From day'), number('to', '到第几天', 'To day'), ...ripe, ...share], rows: found.points }
  },
  funnel: async (ctx, ask) => {
    const found = await readFunnel(ctx, funnelInput.parse(ask))
    return {
      columns: [
        text('label', '分组', 'Group'),
        number('step', '步骤', 'Step'),
        number('reached', '到达人数', 'Reached'),
        number('waiting', '还有时间的人数', 'Still have time'),
        number('lower', '用时下四分位（天）', 'Days, lower quartile'),
        number('median', '用时中位数（天）', 'Days, median'),
        number('upper', '用时上四分位（天）', 'Days, upper quartile'),
      ],
      rows: found.groups.flatMap((group) =>
        group.steps.map(({ reached, waiting, quartiles }, i) => ({
          label: group.isRest ? '…' : group.label,
          step: i + 1,
          reached,
          waiting,
          lower: quartiles?.[0] ?? null,
          median: quartiles?.[1] ?? null,
          upper: quartiles?.[2] ?? null,
        })),
      ),
    }
  },
  paths: async (ctx, ask) => {
    const found = await readPaths(ctx, pathsInput.parse(ask))
    const node = (key: string) => found.nodes.find((one) => one.key === key)
    const said = (key: string) => node(key)?.name ?? `(${node(key)?.sort ?? ''})`
    return {
      columns: [
        number('place', '第几次', 'Place'),
        text('from', '从', 'From'),
        text('to', '到', 'To'),
        number('customers', '人数', 'Customers'),
      ],
      rows: found.flows.map((flow) => ({
        place: node(flow.from)?.place ?? null,
        from: said(flow.from),
        to: said(flow.to),
        customers: flow.customers,
      })),
    }
  },
  repurchase: async (ctx, ask) => {
    const found = await readRepurchase(ctx, { ...repurchaseInput.parse(ask), limit: 10_000 })
    return {
      columns: [
        text('label', '编号或名称', 'Code or name'),
        text('name', '名称', 'Name'),
        number('buyers', '买过的客户', 'Buyers'),
        number('medianDays', '间隔中位数（天）', 'Median days'),
        number('days', '天数', 'Days'),
        ...ripe,
        ...share,
      ],
      rows: found.lines.flatMap(({ label, name, buyers, medianDays, points }) =>
        points.map((point) => ({ label, name, buyers, medianDays, ...point })),
      ),
    }
  },
}

/** The same answer as on screen, with every row that the screen leaves out. */
export const explorationExport = defineExport({
  path: 'explorations',
  kind: 'customer',
  plural: { zh: '留存分析', en: 'Cohorts and paths' },
  query: z.object({
    of: z.enum(['cohorts', 'retention', 'funnel', 'paths', 'repurchase']),
    ask: z.string().max(20_000).describe('The input of the question of that name, as JSON'),
  }),
  open: async (ctx, { of, ask }, fields) => {
    const asked = readAsk(ask)
    const table = await tables[of]?.(ctx, asked).catch((error: unknown) => {
      const issue = error instanceof z.ZodError ? mainIssue(error) : undefined
      throw issue ? new Problem('input.invalid', { path: ['ask', ...issue.path].join('.'), reason: sayIssue(issue, asked) }) : error
    })
    if (!table) throw new Problem('input.invalid', { path: 'of', reason: of })
    return {
      columns: fields ? table.columns.filter(({ name }) => fields.includes(name)) : table.columns,
      total: table.rows.length,
      pages: () => pages(table.rows),
    }
  },
})

async function* pages(rows: readonly ExportRow[]): AsyncGenerator<readonly ExportRow[]> {
  yield rows
}

/** @throws Problem input.invalid */
function readAsk(ask: string): unknown {
  try {
    return JSON.parse(ask)
  } catch {
    throw new Problem('input.invalid', { path: 'ask', reason: inputReasons.notJson })
  }
}
