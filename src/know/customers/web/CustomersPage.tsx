import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ComponentType, ReactNode } from 'react'
import type { z } from 'zod'
import type { Rule } from '../../../core/rule/rule.ts'
import type { listSearch } from '../../../pages/list-address.ts'
import { useRecordCount } from '../../../pages/record-list/RecordCount.tsx'
import { RecordList } from '../../../pages/record-list/RecordList.tsx'
import { useGo, useSearchState } from '../../../ui/address.tsx'
import type { Row } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty } from '../../../ui/States.tsx'
import { createCustomer } from '../actions.ts'
import { atLeastOnePurchase } from '../buyers.ts'
import { customersSearch } from '../customers-address.ts'
import { deleteView, listViews, saveView } from '../../views/views.ts'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { useLayout } from './use-layout.ts'
import { NewCustomer, type NewCustomerProps } from './NewCustomer.tsx'

// Said by their names: what does these stands in features beside this one.
const importing = { name: 'create-import', role: 'manager' } as const
const merging = { name: 'merge-customers', role: 'member' } as const

const views = { list: listViews, save: saveView, remove: deleteView }

type Props = Pick<NewCustomerProps, 'LookAlikes'> & {
  /** What can be done with one customer, at the end of their line. */
  readonly rowAction?: (row: Row) => ReactNode
  /** What else can be done with those that are ticked, and with all whom the filter finds. */
  readonly Ticked?: ComponentType<{ readonly ids: readonly string[] }>
  readonly Found?: ComponentType<{ readonly rule: Rule | undefined; readonly search: string | undefined }>
}

/** `LookAlikes` says whom a customer may be who is being typed in. */
export function CustomersPage({ LookAlikes, rowAction, Ticked, Found }: Props) {
  const say = useSay()
  const [search, setSearch] = useSearchState(customersSearch)
  const { layoutOf } = useLayout('list')
  const mayCreate = useMayDo(createCustomer)
  const open = () => setSearch({ new: true }, { push: true })
  return (
    <Page
      wide
      title={{ zh: '我们的客户是谁？', en: 'Who are our customers?' }}
      answer={<Answer rule={search.rule} search={search.search} />}
      actions={
        <>
          <ImportButton />
          {mayCreate ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={open}>
              {say({ zh: '新建客户', en: 'New customer' })}
            </Button>
          ) : null}
        </>
      }
    >
      <RecordList
        entity="customer"
        usual={layoutOf('any').groups.flatMap((group) => group.fields)}
        untitled={nameOfCustomer}
        views={views}
        searchLabel={{ zh: '姓名、拼音、手机尾号、邮箱', en: 'Name, pinyin, end of a phone, e-mail' }}
        empty={<NobodyYet />}
        {...(rowAction ? { rowAction } : {})}
        withTicked={(ids) => (
          <>
            {Ticked ? <Ticked ids={ids} /> : null}
            <MergeButton ids={ids} />
          </>
        )}
        actions={Found ? <Found rule={search.rule} search={search.search} /> : null}
      />
      <NewCustomer
        open={mayCreate && search.new === true}
        onClose={() => setSearch({ new: undefined })}
        {...(LookAlikes ? { LookAlikes } : {})}
      />
    </Page>
  )
}

function MergeButton({ ids }: { readonly ids: readonly string[] }) {
  const say = useSay()
  const go = useGo()
  if (!useMayDo(merging)) return null
  return (
    <Button type="primary" disabled={ids.length < 2} onClick={() => go('/customers/merge', { search: { ids: ids.join(',') } })}>
      {say({ zh: '合并', en: 'Merge' })}
    </Button>
  )
}

function ImportButton() {
  const say = useSay()
  const go = useGo()
  if (!useMayDo(importing)) return null
  return <Button onClick={() => go('/import')}>{say({ zh: '从文件导入', en: 'Import a file' })}</Button>
}

function NobodyYet() {
  if (!useMayDo(importing))
    return (
      <Empty
        title={{ zh: '还没有客户', en: 'No customers yet' }}
        hint={{ zh: '新建第一位客户，或请负责人从文件导入。', en: 'Create the first one, or ask the owner to import a file.' }}
      />
    )
  return (
    <Empty
      title={{ zh: '还没有客户', en: 'No customers yet' }}
      hint={{
        zh: '把订单或会员名单导出成 Excel 或 CSV 文件拖进来，常客会认出每一位客户，并算出他们的消费。',
        en: 'Export your orders or your member list as an Excel or CSV file and drop it in: Regulars finds out who each customer is and what they spent.',
      }}
      next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
    />
  )
}

type Filter = Pick<z.output<typeof listSearch>, 'rule' | 'search'>

/** How many there are, and how many of them have bought; or how many of all the filter finds. */
function Answer({ rule, search }: Filter) {
  const filtered = rule !== undefined || search !== undefined
  return filtered ? <FoundAnswer rule={rule} search={search} /> : <WholeAnswer />
}

function WholeAnswer() {
  const format = useFormat()
  const all = useRecordCount('customers', {})
  const buyers = useRecordCount('customers', { rule: atLeastOnePurchase })
  if (!all.data || !buyers.data || all.data.count === 0) return null
  return (
    <Sentence
      words={{
        zh: '共有 {all} 位客户，其中 {buyers} 位消费过。',
        en: 'There {all|is|are} {all} {all|customer|customers}; {buyers} of them {buyers|has|have} bought something.',
      }}
      parts={{
        all: (
          <Explain
            name={{ zh: '客户数', en: 'Customers' }}
            definition={{
              zh: '有档案的客户；手机号、邮箱或客户编号相同的算同一位。',
              en: 'Everybody on record; records that share a phone, e-mail or customer number are one customer.',
            }}
            asOf={new Date(all.dataUpdatedAt)}
            rows={all.data.count}
          >
            {format.count(all.data.count)}
          </Explain>
        ),
        buyers: (
          <Explain
            name={{ zh: '消费过的客户', en: 'Customers who bought' }}
            definition={{ zh: '至少有一笔金额大于 0 的消费。', en: 'Those with at least one purchase above zero.' }}
            asOf={new Date(buyers.dataUpdatedAt)}
            rows={buyers.data.count}
            who={{ to: '/customers', search: { rule: atLeastOnePurchase } }}
          >
            {format.count(buyers.data.count)}
          </Explain>
        ),
      }}
    />
  )
}

function FoundAnswer(filter: Filter) {
  const format = useFormat()
  const found = useRecordCount('customers', filter)
  const all = useRecordCount('customers', {})
  if (!found.data || !all.data) return null
  const share = all.data.count > 0 ? format.percent(found.data.count / all.data.count) : '—'
  return (
    <Sentence
      words={{
        zh: '符合条件的有 {found} 位，占全部客户的 {share}。',
        en: '{found} {found|customer matches|customers match}, {share} of all.',
      }}
      parts={{
        found: (
          <Explain
            name={{ zh: '符合条件的客户', en: 'Customers that match' }}
            definition={{ zh: '同时符合下方搜索与筛选的客户。', en: 'Those that fit the search and the filter below.' }}
            asOf={new Date(found.dataUpdatedAt)}
            rows={found.data.count}
          >
            {format.count(found.data.count)}
          </Explain>
        ),
        share,
      }}
    />
  )
}
