import { Button, Table, type TableColumnsType } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { readLedger } from '../actions.ts'
import { gradeKey } from '../predictions-address.ts'

type Graded = ReplyOf<typeof readLedger>['grades'][number]

const verdicts = {
  better: { zh: '模型更准', en: 'Model better' },
  same: { zh: '不分高下', en: 'About alike' },
  worse: { zh: '简单的更准', en: 'Plain better' },
} as const

/** All grades, the newest first: one line for each set and time. */
export function GradeTable(props: {
  readonly grades: readonly Graded[]
  readonly chosen: string
  readonly onChoose: (key: string) => void
}) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<Graded> = [
    {
      title: say({ zh: '预测于', en: 'Predicted' }),
      render: (_, one) => (
        <Button type="link" size="small" className="rg-grade-link" onClick={() => props.onChoose(gradeKey(one))}>
          {format.date(one.set.cutDay)}
          {one.trial ? say({ zh: '（拿过去试）', en: ' (on the past)' }) : ''}
        </Button>
      ),
    },
    {
      title: say({ zh: '期限', en: 'Time' }),
      render: (_, one) => say({ zh: '{n} 天', en: '{n} days' }, { n: one.horizon }),
      align: 'right',
    },
    { title: say({ zh: '模型', en: 'Model' }), render: (_, one) => say(one.set.name) },
    { title: say({ zh: '客户', en: 'Customers' }), render: (_, one) => format.count(one.grade.customers), align: 'right' },
    {
      title: say({ zh: '预计', en: 'Expected' }),
      render: (_, one) => format.count(Math.round(one.grade.purchases.model.forecast)),
      align: 'right',
    },
    { title: say({ zh: '实际', en: 'Came' }), render: (_, one) => format.count(one.grade.purchases.came), align: 'right' },
    { title: say({ zh: '偏差', en: 'Bias' }), render: (_, one) => format.change(one.grade.purchases.model.bias), align: 'right' },
    {
      title: say({ zh: '平均差', en: 'Mean error' }),
      render: (_, one) => `${format.number(one.grade.purchases.model.mae, 2)} / ${format.number(one.grade.purchases.rate.mae, 2)}`,
      align: 'right',
    },
    { title: say({ zh: '结论', en: 'Verdict' }), render: (_, one) => say(verdicts[one.grade.verdict]) },
  ]
  return (
    <Section
      title={{ zh: '每一次评分', en: 'Every grade' }}
      note={say({ zh: '平均差：模型 / 照过去的频率，次。', en: 'Mean error: model / past rate, in purchases.' })}
    >
      <Table<Graded>
        size="small"
        rowKey={gradeKey}
        columns={columns}
        dataSource={[...props.grades]}
        pagination={props.grades.length > 12 ? { pageSize: 12, size: 'small' } : false}
        rowClassName={(one) => (gradeKey(one) === props.chosen ? 'rg-grade-chosen' : '')}
        scroll={{ x: 'max-content' }}
      />
    </Section>
  )
}
