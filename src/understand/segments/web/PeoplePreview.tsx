import { Table, type TableColumnsType } from 'antd'
import type { z } from 'zod'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { previewRule } from '../questions.ts'

type Person = z.output<typeof previewRule.output>['customers'][number]

/** Some of the people a rule holds for, each a link to their page. `short` leaves out what does not fit beside an editor. */
export function PeoplePreview({ people, short }: { readonly people: readonly Person[]; readonly short?: boolean }) {
  const say = useSay()
  const columns = useColumns(short ?? false)
  return (
    <Table<Person>
      aria-label={say({ zh: '其中几位客户', en: 'Some of these customers' })}
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={[...people]}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  )
}

function useColumns(short: boolean): TableColumnsType<Person> {
  const say = useSay()
  const format = useFormat()
  const stage = useDictionary('customer').data?.card.fields['stage']
  const wide: TableColumnsType<Person> = [
    {
      key: 'count',
      title: say({ zh: '消费次数', en: 'Purchases' }),
      align: 'right',
      render: (_, person) => format.count(person.purchaseCount),
    },
    {
      key: 'last',
      title: say({ zh: '最近消费', en: 'Last purchase' }),
      align: 'right',
      render: (_, person) => format.date(person.lastPurchaseAt),
    },
  ]
  return [
    {
      key: 'name',
      title: say({ zh: '姓名', en: 'Name' }),
      rowScope: 'row',
      render: (_, person) => <CustomerLink id={person.id} name={person.name} />,
    },
    {
      key: 'stage',
      title: say({ zh: '阶段', en: 'Stage' }),
      render: (_, person) => (stage ? <FieldCell field={stage} value={person.stage} /> : null),
    },
    { key: 'spend', title: say({ zh: '消费总额', en: 'Spend' }), align: 'right', render: (_, person) => format.money(person.spend) },
    ...(short ? [] : wide),
  ]
}
