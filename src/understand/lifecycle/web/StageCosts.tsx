import { Table, type TableColumnsType } from 'antd'
import type { z } from 'zod'
import type { Rule } from '../../../core/rule/rule.ts'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { fellRule } from '../lifecycle-address.ts'
import { stageCosts } from '../questions.ts'
import { colourOf, type NamedStage, useStageLooks } from './stage-colours.ts'

type Costs = z.output<typeof stageCosts.output>
type Line = Costs['stages'][number]

/** Where customers stay longer than is usual or fall back, and what that costs each month. */
export function CostsSection({ stages }: { readonly stages: readonly NamedStage[] }) {
  const say = useSay()
  const asked = useAsk(stageCosts, {})
  return (
    <Section
      title={{ zh: '停滞的一步，每月少收多少', en: 'What stalled steps cost each month' }}
      note={say({
        zh: '停滞：停留得比四分之三走到下一步的客户都久。少收 = 停滞人数 × 往常走到下一步的比例 × 两个阶段的月均消费之差（近 90 天）。退步：近 30 天退到消费更少的阶段。这是按平均数的估算，指出哪里值得看，不是某个动作的效果。',
        en: 'Stalled: in the stage longer than three quarters of those who went on. The cost is who stalls × the share that usually goes on × the difference in mean monthly spend (last 90 days). Fallen back: moved in the last 30 days to a stage that spends less. An estimate from averages: it says where to look, not what an effort would earn.',
      })}
    >
      <Answered of={asked} rows={5}>
        {(costs) => (
          <>
            <CostAnswer costs={costs} stages={stages} />
            {costs.stages.some(({ step, fell }) => step !== null || fell.customers > 0) ? (
              <CostTable costs={costs} stages={stages} />
            ) : null}
            <MadeOf
              asOf={costs.asOf}
              rows={costs.stages.reduce((sum, { customers }) => sum + customers, 0)}
              of="customers"
              definition={{
                zh: '月均消费：每个阶段现有客户近 90 天的消费 ÷ 3 ÷ 人数。',
                en: 'Spend a month: what those now in the stage spent in the last 90 days, by three and by head.',
              }}
            />
          </>
        )}
      </Answered>
    </Section>
  )
}

function CostAnswer({ costs, stages }: { readonly costs: Costs; readonly stages: readonly NamedStage[] }) {
  const say = useSay()
  const format = useFormat()
  const [worst] = costs.stages.toSorted((a, b) => costOf(b) - costOf(a))
  const label = stages.find(({ key }) => key === worst?.key)?.label
  if (!worst || costs.cost === 0 || !label)
    return (
      <p>
        {say({
          zh: '现在没有看得出代价的停滞。走到下一步的客户不足十位的阶段不作估算。',
          en: 'No stalled step with a cost to be seen now. Stages that fewer than ten customers ever left for the next are not estimated.',
        })}
      </p>
    )
  return (
    <p>
      <Sentence
        words={{
          zh: '停滞和退步每月大约少收 {cost}，最多的一步在“{stage}”（{part}）。',
          en: 'Stalling and falling back cost about {cost} a month, most of it in {stage} ({part}).',
        }}
        parts={{ cost: <strong>{format.money(costs.cost)}</strong>, stage: say(label), part: format.money(costOf(worst)) }}
      />
    </p>
  )
}

const costOf = (line: Line) => (line.step?.cost ?? 0) + line.fell.cost

function stalledRule(key: string, days: number): Rule {
  return { all: [{ stage: [key] }, { field: 'stageSince', op: 'longer-ago-than', value: { amount: days, unit: 'days' } }] }
}

function CostTable({ costs, stages }: { readonly costs: Costs; readonly stages: readonly NamedStage[] }) {
  const columns = useColumns(costs, stages)
  return (
    <Scrolled label={{ zh: '各阶段停滞的代价', en: 'What stalling costs, by stage' }}>
      <Table<Line> size="small" rowKey="key" columns={columns} dataSource={[...costs.stages]} pagination={false} />
    </Scrolled>
  )
}

function useColumns(costs: Costs, stages: readonly NamedStage[]): TableColumnsType<Line> {
  const say = useSay()
  const format = useFormat()
  const looks = useStageLooks(stages)
  const named = (key: string) => looks.get(key)?.name ?? key
  return [
    {
      key: 'stage',
      title: say({ zh: '阶段', en: 'Stage' }),
      rowScope: 'row',
      render: (_, { key }) => <Badge {...colourOf(looks.get(key))}>{named(key)}</Badge>,
    },
    {
      key: 'monthly',
      title: say({ zh: '月均消费', en: 'Spend a month' }),
      align: 'right',
      render: (_, { monthly }) => format.money(Math.round(monthly)),
    },
    {
      key: 'stalled',
      title: say({ zh: '停滞', en: 'Stalled' }),
      align: 'right',
      render: (_, { key, step }) =>
        step ? (
          <Explain
            name={say({ zh: '停滞在“{stage}”', en: 'Stalled in {stage}' }, { stage: named(key) })}
            definition={say(
              {
                zh: '停留超过 {days} 天的客户：走到下一步的客户里，四分之三在这之前已经走了。根据 {stays} 次停留。',
                en: 'In the stage for over {days} days; three quarters of those who went on had done so by then. From {stays} stays.',
              },
              { days: step.usualDays, stays: format.count(step.stays) },
            )}
            asOf={costs.asOf}
            rows={step.stays}
            who={{ to: '/customers', search: { rule: stalledRule(key, step.usualDays) } }}
          >
            {format.count(step.stalled)}
          </Explain>
        ) : (
          '—'
        ),
    },
    {
      key: 'next',
      title: say({ zh: '往常的下一步', en: 'Usual next step' }),
      render: (_, { step }) =>
        step
          ? say(
              { zh: '{rate} 走到“{to}”等阶段', en: '{rate} go on, mostly to {to}' },
              { rate: format.percent(step.rate, 0), to: named(step.to) },
            )
          : say({ zh: '不足十次，不估算', en: 'Fewer than ten: not estimated' }),
    },
    {
      key: 'cost',
      title: say({ zh: '停滞每月少收', en: 'Stalling, a month' }),
      align: 'right',
      render: (_, { step }) => (step ? format.money(step.cost) : '—'),
    },
    {
      key: 'fell',
      title: say({ zh: '近 30 天退步', en: 'Fell back, 30 days' }),
      align: 'right',
      render: (_, { key, fell }) =>
        fell.customers === 0 ? (
          '—'
        ) : (
          <Explain
            name={say({ zh: '近 30 天从“{stage}”退步', en: 'Fell back from {stage} in 30 days' }, { stage: named(key) })}
            definition={say(
              {
                zh: '近 30 天从这里转入消费更少的阶段（{to}），现在仍在那里的客户。修改阶段规则和推算历史带来的变化不算。',
                en: 'Moved from here to a stage that spends less ({to}) in the last 30 days, and still there. What changed rules or reconstructed history made of anybody is not counted.',
              },
              { to: fell.to.map(named).join(say({ zh: '、', en: ', ' })) },
            )}
            asOf={costs.asOf}
            rows={fell.customers}
            who={{ to: '/customers', search: { rule: fellRule(key, fell.to) } }}
          >
            {say(
              { zh: '{n} 位，每月少收 {cost}', en: '{n}, {cost} a month' },
              { n: format.count(fell.customers), cost: format.money(fell.cost) },
            )}
          </Explain>
        ),
    },
  ]
}
