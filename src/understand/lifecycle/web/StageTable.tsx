import { Table, type TableColumnsType } from 'antd'
import { useMemo } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { HiddenFromYou } from '../../../ui/States.tsx'
import { stageRule } from '../lifecycle-address.ts'
import { colourOf, type NamedStage, useStageLooks } from './stage-colours.ts'
import './lifecycle.css'

export type StageRow = NamedStage & {
  readonly customers: number
  /** In minor units. Null: hidden from the reader's role. */
  readonly spend: number | null
  readonly sentence: Words
}

/** Each stage with its people, their share and spend, and the rule in words. */
export function StageTable({ stages, asOf }: { readonly stages: readonly StageRow[]; readonly asOf: string }) {
  const say = useSay()
  const columns = useColumns(stages, asOf)
  return (
    <Table<StageRow>
      aria-label={say({ zh: '生命周期阶段', en: 'Lifecycle stages' })}
      size="small"
      rowKey="key"
      columns={columns}
      dataSource={[...stages]}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  )
}

function useColumns(stages: readonly StageRow[], asOf: string): TableColumnsType<StageRow> {
  const say = useSay()
  const format = useFormat()
  const looks = useStageLooks(stages)
  return useMemo(() => {
    const people = stages.reduce((sum, stage) => sum + stage.customers, 0)
    const spend = stages.reduce((sum, stage) => sum + (stage.spend ?? 0), 0)
    const of = (part: number, whole: number) => (whole > 0 ? format.percent(part / whole) : '—')
    return [
      {
        key: 'stage',
        title: say({ zh: '阶段', en: 'Stage' }),
        rowScope: 'row',
        render: (_, stage) => <Badge {...colourOf(looks.get(stage.key))}>{say(stage.label)}</Badge>,
      },
      {
        key: 'customers',
        title: say({ zh: '客户', en: 'Customers' }),
        align: 'right',
        render: (_, stage) => (
          <Explain
            name={stage.label}
            definition={say(
              { zh: '现在处于这个阶段的客户。条件：{rule}。', en: 'Customers who are in this stage now. Its rule: {rule}.' },
              { rule: say(stage.sentence) },
            )}
            asOf={asOf}
            rows={stage.customers}
            who={{ to: '/customers', search: { rule: stageRule(stage.key) } }}
          >
            {format.count(stage.customers)}
          </Explain>
        ),
      },
      { key: 'share', title: say({ zh: '占比', en: 'Share' }), align: 'right', render: (_, stage) => of(stage.customers, people) },
      {
        key: 'spend',
        title: say({ zh: '累计消费', en: 'Spend so far' }),
        align: 'right',
        render: (_, stage) => (stage.spend === null ? <HiddenFromYou /> : format.money(stage.spend)),
      },
      {
        key: 'spendShare',
        title: say({ zh: '占总消费', en: 'Of all spend' }),
        align: 'right',
        render: (_, stage) => (stage.spend === null ? <HiddenFromYou /> : of(stage.spend, spend)),
      },
      {
        key: 'rule',
        title: say({ zh: '条件', en: 'Rule' }),
        width: 320,
        render: (_, stage) => <div className="rg-stage-rule">{say(stage.sentence)}</div>,
      },
    ]
  }, [stages, asOf, say, format, looks])
}
