import type { ReplyOf } from '../../../core/action/action.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Reason } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { listLikelyBuyers, readBoughtTogether } from '../actions.ts'
import { likelyRule } from '../recommendations-address.ts'

const shownCustomers = 8

/** One product: what its buyers buy too, and whom to offer it. */
export function ProductDetail({ code }: { readonly code: string | null }) {
  const say = useSay()
  const asked = useAsk(readBoughtTogether, { code: code ?? '' }, { when: code !== null })
  if (code === null) return null
  return (
    <Section title={asked.data?.name ?? code}>
      <Answered of={asked}>{(told) => <Together told={told} />}</Answered>
      <h3 className="rg-product-part">{say({ zh: '推荐给谁', en: 'Whom to offer it' })}</h3>
      <Likely code={code} />
    </Section>
  )
}

function Together({ told }: { readonly told: ReplyOf<typeof readBoughtTogether> }) {
  const say = useSay()
  const format = useFormat()
  if (told.others.length === 0)
    return (
      <p className="rg-quiet">
        {say({ zh: '一起买过它和别的商品的客户还不到 3 位。', en: 'Fewer than three customers bought it and any one other product.' })}
      </p>
    )
  const greatest = Math.max(...told.others.map(({ share }) => share.high))
  return (
    <>
      <h3 className="rg-product-part">{say({ zh: '买过的客户还买了', en: 'Its buyers also bought' })}</h3>
      <ol className="rg-together">
        {told.others.map(({ code, name, together, share, usual, lift }) => (
          <li key={code}>
            <div className="rg-together-head">
              <GoLink to="/recommendations" search={{ product: code }}>
                {name}
              </GoLink>
              <strong>{format.percent(share.value, 0)}</strong>
            </div>
            <div className="rg-together-bar" aria-hidden="true">
              <span style={{ width: `${(share.value / greatest) * 100}%` }} />
              <i style={{ left: `${(share.low / greatest) * 100}%`, width: `${((share.high - share.low) / greatest) * 100}%` }} />
            </div>
            <div className="rg-quiet">
              {say(
                {
                  zh: '{n}/{of} 位，95% 区间 {low} – {high}；全体客户是 {usual}，为其 {lift} 倍',
                  en: '{n} of {of}, 95% interval {low} – {high}; {usual} of all customers, so {lift} times as often',
                },
                {
                  n: format.count(together),
                  of: format.count(told.buyers),
                  low: format.percent(share.low, 0),
                  high: format.percent(share.high, 0),
                  usual: format.percent(usual),
                  lift: lift.toFixed(1),
                },
              )}
            </div>
          </li>
        ))}
      </ol>
      {told.asOf === null ? null : (
        <MadeOf
          asOf={told.asOf}
          rows={told.buyers}
          of="customers"
          definition={{
            zh: '买过它的客户里，又买过另一个商品的占比；细线是 95% 区间（Wilson）。',
            en: 'Of those who bought it, the share who bought the other one too; the thin line is the 95% interval (Wilson).',
          }}
        />
      )}
    </>
  )
}

function Likely({ code }: { readonly code: string }) {
  const say = useSay()
  const format = useFormat()
  const mayList = useMayDo(listLikelyBuyers)
  const asked = useAsk(listLikelyBuyers, { code, limit: shownCustomers }, { when: mayList })
  return (
    <Answered of={asked}>
      {({ customers, total }) =>
        total === 0 ? (
          <p className="rg-quiet">{say({ zh: '目前不在任何人的推荐里。', en: 'It stands in nobody’s list at present.' })}</p>
        ) : (
          <>
            {customers.map(({ id, name, words }) => (
              <Reason key={id} what={<CustomerLink id={id} name={name} />}>
                {say(words)}
              </Reason>
            ))}
            <p className="rg-likely-foot">
              <GoLink to="/customers" search={{ rule: likelyRule(code) }}>
                {say({ zh: '查看全部 {n} 位，可导出', en: 'Show all {n}, to export' }, { n: format.count(total) })}
              </GoLink>
              <GoLink to="/segments" search={{ new: true, rule: likelyRule(code) }}>
                {say({ zh: '建成细分', en: 'Make a segment' })}
              </GoLink>
            </p>
          </>
        )
      }
    </Answered>
  )
}
