import type { ReplyOf } from '../../../core/action/action.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { customer } from '../../customers/customer.ts'
import { tryMapping } from '../hook-actions.ts'
import { type HookMapping, hookMappingSchema } from '../hook-mapping.ts'

type Tried = ReplyOf<typeof tryMapping>

const fields: Readonly<Record<string, { readonly label: { zh: string; en: string } }>> = customer.fields

const kindWords = {
  purchase: { zh: '消费', en: 'A purchase' },
  refund: { zh: '退款', en: 'A refund' },
  cancelled: { zh: '取消消费，不再计入', en: 'A purchase that was cancelled and counts no more' },
} as const

/** What the sample would make by the mapping as it stands. Nothing is kept. */
export function TriedMapping(props: {
  readonly mapping: HookMapping
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}) {
  const say = useSay()
  const rested = useRested(JSON.stringify(props), 400)
  const { mapping, body, headers }: typeof props = JSON.parse(rested)
  const isWhole = hookMappingSchema.safeParse(mapping).success
  const asked = useAsk(tryMapping, { mapping, body, headers: { ...headers } }, { when: isWhole && body.trim() !== '', keep: true })
  return (
    <div className="rg-hook-part" aria-live="polite">
      <h3>{say({ zh: '这段样本会产生', en: 'The sample would make' })}</h3>
      {body.trim() === '' ? (
        <p className="rg-note">{say({ zh: '先放一段样本。', en: 'Give a sample first.' })}</p>
      ) : isWhole ? (
        <Answered of={asked} rows={2}>
          {(tried) => <Made tried={tried} />}
        </Answered>
      ) : (
        <p className="rg-note">
          {say({
            zh: '映射还没有填完：条件和属性都要有内容。',
            en: 'The mapping is not whole yet: every condition and property needs something.',
          })}
        </p>
      )}
    </div>
  )
}

function Made({ tried }: { readonly tried: Tried }) {
  const say = useSay()
  const format = useFormat()
  if (tried.problem) return <div className="rg-hook-made">{say(tried.problem)}</div>
  const { customer: who, purchase, fact } = tried
  return (
    <>
      {who ? (
        <div className="rg-hook-made">
          <strong>
            {who.id ? (
              <>
                {say({ zh: '现有客户 ', en: 'The customer ' })}
                <CustomerLink id={who.id} name={who.name} />
              </>
            ) : (
              say({ zh: '新客户', en: 'A new customer' })
            )}
          </strong>
          <List rows={Object.entries(who.values).map(([name, value]) => [say(fields[name]?.label ?? name), value])} />
        </div>
      ) : null}
      {purchase ? (
        <div className="rg-hook-made">
          <strong>{say(kindWords[purchase.kind])}</strong>
          <List
            rows={[
              [say({ zh: '订单号', en: 'Order number' }), purchase.number],
              ...(purchase.kind === 'cancelled'
                ? []
                : [
                    [
                      say({ zh: '金额', en: 'Amount' }),
                      purchase.amount === null ? '—' : `${format.money(purchase.amount)} ${purchase.currency}`,
                    ],
                  ]),
              ...(purchase.refunded === null
                ? []
                : [[say({ zh: '其中已退', en: 'Given back of it' }), `${format.money(purchase.refunded)} ${purchase.currency}`]]),
              [say({ zh: '时间', en: 'Time' }), format.dateTime(purchase.occurredAt)],
              ...purchase.lines.map((line) => [
                say({ zh: '商品', en: 'Product' }),
                `${line.name ?? line.product} × ${format.number(line.quantity)} · ${format.money(line.amount)}`,
              ]),
            ]}
          />
        </div>
      ) : null}
      {fact ? (
        <div className="rg-hook-made">
          <strong>{say({ zh: '行为：{event}', en: 'The event {event}' }, { event: fact.event })}</strong>
          <List
            rows={[
              [say({ zh: '时间', en: 'Time' }), format.dateTime(fact.occurredAt)],
              ...Object.entries(fact.properties).map(([name, value]) => [name, String(value)]),
            ]}
          />
        </div>
      ) : null}
      {tried.remarks.map((words) => (
        <p key={words.en} className="rg-note">
          {say(words)}
        </p>
      ))}
    </>
  )
}

function List({ rows }: { readonly rows: readonly (readonly string[])[] }) {
  return (
    <dl>
      {rows.map(([name = '', value = '']) => (
        <div key={`${name} ${value}`} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
