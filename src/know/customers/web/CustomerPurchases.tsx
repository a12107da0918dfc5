import type { ReplyOf } from '../../../core/action/action.ts'
import { ExportButton } from '../../../pages/export-list/ExportButton.tsx'
import { useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { listPurchases } from '../../purchases/actions.ts'

type Purchase = ReplyOf<typeof listPurchases>['purchases'][number]

/** What the customer bought and brought back, newest first; a click opens the lines. */
export function CustomerPurchases({ customerId }: { readonly customerId: string }) {
  const asked = useAskMore(listPurchases, (after: string | undefined) => ({ id: customerId, limit: 10, ...(after ? { after } : {}) }))
  const purchases = asked.data?.pages.flatMap((page) => page.purchases)
  return (
    <Section
      title={{ zh: '买了什么', en: 'What they bought' }}
      actions={
        purchases && purchases.length > 0 ? (
          <ExportButton
            size="small"
            kind="purchase"
            path="purchases"
            filters={{ rule: { field: 'customerId', op: 'is', value: customerId } }}
          />
        ) : null
      }
    >
      {purchases ? (
        <List purchases={purchases} asked={asked} />
      ) : asked.error ? (
        <ErrorState error={asked.error} retry={asked.refetch} />
      ) : (
        <Loading />
      )}
    </Section>
  )
}

type Asked = { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => unknown }

function List({ purchases, asked }: { readonly purchases: readonly Purchase[]; readonly asked: Asked }) {
  if (purchases.length === 0)
    return (
      <Empty
        small
        title={{ zh: '还没有消费记录', en: 'No purchases yet' }}
        hint={{
          zh: '消费来自导入的订单文件、接入的网站或系统，或接口。',
          en: 'Purchases come from files of orders, connected sites and systems, or the API.',
        }}
      />
    )
  return (
    <>
      <ul className="rg-purchases">
        {purchases.map((purchase) => (
          <li key={purchase.id}>
            <details>
              <PurchaseHead purchase={purchase} />
              <PurchaseLines purchase={purchase} />
            </details>
          </li>
        ))}
      </ul>
      <MoreButton of={asked} words={{ zh: '更早的消费', en: 'Earlier purchases' }} />
    </>
  )
}

function PurchaseHead({ purchase }: { readonly purchase: Purchase }) {
  const say = useSay()
  const format = useFormat()
  const refund = purchase.kind === 'refund'
  const names = purchase.lines.map((line) => line.name ?? line.product)
  return (
    <summary>
      <span className="rg-purchases-when">{format.date(purchase.occurredAt)}</span>
      <span className="rg-purchases-what">
        {refund ? <Badge tone="danger">{say({ zh: '退款', en: 'Refund' })}</Badge> : null}{' '}
        {names.length > 0 ? names.slice(0, 2).join(say({ zh: '、', en: '; ' })) : purchase.number}
        {names.length > 2
          ? say({ zh: ' 等 {n} 件', en: ' and {n} more' }, { n: say({ zh: String(names.length), en: String(names.length - 2) }) })
          : ''}
      </span>
      <span className={refund ? 'rg-purchases-amount rg-worse' : 'rg-purchases-amount'}>
        {refund ? '−' : ''}
        {format.money(purchase.amount)}
      </span>
    </summary>
  )
}

function PurchaseLines({ purchase }: { readonly purchase: Purchase }) {
  const say = useSay()
  const format = useFormat()
  return (
    <div className="rg-purchases-lines">
      <p>
        {say({ zh: '订单 {number}', en: 'Order {number}' }, { number: purchase.number })} · {format.dateTime(purchase.occurredAt)}
        {purchase.channel ? ` · ${purchase.channel}` : ''}
      </p>
      {purchase.lines.length > 0 ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{say({ zh: '商品', en: 'Product' })}</th>
              <th scope="col">{say({ zh: '数量', en: 'Quantity' })}</th>
              <th scope="col">{say({ zh: '金额', en: 'Amount' })}</th>
            </tr>
          </thead>
          <tbody>
            {purchase.lines.map((line, at) => (
              // The lines of one receipt keep their order.
              <tr key={at}>
                <td>
                  {line.name ?? line.product}
                  {line.name ? <span className="rg-quiet"> {line.product}</span> : null}
                </td>
                <td>{format.number(line.quantity, 3)}</td>
                <td>{format.money(line.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  )
}
