import { Drawer } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { PageButtons } from '../../../ui/PageButtons.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { valuePeople } from '../questions.ts'
import { rfmGroups } from '../scoring.ts'
import { type PeopleAsked, valueSearch } from '../value-address.ts'

const titles: Readonly<Record<PeopleAsked['what'], Words>> = {
  'one-order': { zh: '一笔大单撑起 M 分的客户', en: 'Customers whose M score rests on one order' },
  movers: { zh: '从“{from}”到“{to}”的客户', en: 'From “{from}” to “{to}”' },
  scope: { zh: '{value}：R{r} F{f} 的客户', en: '{value}: customers of R{r} F{f}' },
  lifetime: { zh: '今后最有价值的客户', en: 'Customers who will be worth most' },
  losing: { zh: '利润为负的客户', en: 'Customers who cost more than they bring' },
}

const amounts: Readonly<Record<PeopleAsked['what'], Words | null>> = {
  'one-order': { zh: '最大一笔', en: 'Largest purchase' },
  movers: null,
  scope: { zh: '其中消费', en: 'Spent there' },
  lifetime: { zh: '今后 12 个月', en: 'Next 12 months' },
  losing: { zh: '利润贡献', en: 'Profit' },
}

/** The customers behind a number that no filter of the customers' list can tell, page by page. */
export function PeopleDrawer() {
  const say = useSay()
  const [{ people }, setSearch] = useSearchState(valueSearch)
  return (
    <Drawer
      open={people !== undefined}
      onClose={() => setSearch({ people: undefined })}
      title={people ? <Title asked={people} /> : say({ zh: '客户', en: 'Customers' })}
      size={720}
      destroyOnHidden
    >
      {people ? <People key={JSON.stringify(people)} asked={people} /> : null}
    </Drawer>
  )
}

function Title({ asked }: { readonly asked: PeopleAsked }) {
  const say = useSay()
  const nameOf = (key: string | undefined) =>
    say(rfmGroups.find((group) => group.key === key)?.label ?? { zh: '还没有消费', en: 'had not bought' })
  return (
    <>
      {say(titles[asked.what], {
        from: nameOf(asked.from),
        to: nameOf(asked.to),
        value: asked.value ?? '',
        r: asked.recency ?? '',
        f: asked.frequency ?? '',
      })}
    </>
  )
}

const size = 50

function People({ asked }: { readonly asked: PeopleAsked }) {
  const say = useSay()
  const format = useFormat()
  const [skip, setSkip] = useState(0)
  const answer = useAsk(valuePeople, { ...asked, skip, limit: size }, { keep: true })
  return (
    <Answered of={answer} rows={8}>
      {({ customers, rows }) => (
        <>
          <p className="rg-note">
            {say(
              { zh: '共 {n} 位，这里是第 {from} 至 {to} 位。', en: '{n} in all; these are {from} to {to}.' },
              {
                n: format.count(customers),
                from: format.count(Math.min(skip + 1, customers)),
                to: format.count(Math.min(skip + size, customers)),
              },
            )}
          </p>
          <PeopleTable rows={rows} what={asked.what} />
          <PageButtons className="rg-value-buttons" total={customers} size={size} skip={skip} onSkip={setSkip} />
        </>
      )}
    </Answered>
  )
}

type PeopleRows = ReplyOf<typeof valuePeople>['rows']

/** Customers with what the list is about, and what they spent so far. */
export function PeopleTable({ rows, what }: { readonly rows: PeopleRows; readonly what: PeopleAsked['what'] }) {
  const say = useSay()
  const format = useFormat()
  const amount = amounts[what]
  return (
    <Scrolled className="rg-value-table" label={{ zh: '客户名单', en: 'Customers' }}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say({ zh: '客户', en: 'Customer' })}</th>
            {amount ? <th scope="col">{say(amount)}</th> : null}
            <th scope="col">{say({ zh: '消费总额', en: 'Spend' })}</th>
            <th scope="col">{say({ zh: '次数', en: 'Purchases' })}</th>
            <th scope="col">{say({ zh: '最近消费', en: 'Last purchase' })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <CustomerLink id={row.id} name={row.name} />
              </td>
              {amount ? <td className="rg-figure-cell">{format.money(row.amount)}</td> : null}
              <td className="rg-figure-cell">{format.money(row.spend)}</td>
              <td className="rg-figure-cell">{format.count(row.purchases)}</td>
              <td className="rg-figure-cell">{format.date(row.lastPurchaseAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}
