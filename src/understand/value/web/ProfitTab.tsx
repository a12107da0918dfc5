import { Button } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { GoLink, useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { Waterfall } from '../../../ui/Waterfall.tsx'
import { profitSummary } from '../questions.ts'
import { valueSearch } from '../value-address.ts'
import { ProfitSettingsDrawer } from './ProfitSettingsDrawer.tsx'
import { hintOf, partOf, type ToldPart } from './say-parts.ts'

type Summary = ReplyOf<typeof profitSummary>

const definition = {
  zh: '消费 − 退款 − 商品成本（＋退回可再卖的货）− 消息费用 − 服务时间。优惠券、积分有记录后自动计入。只合计全部商品成本都知道的客户。',
  en: 'Purchases − refunds − cost of goods (+ goods that came back) − messages − service time. Coupons and points count once they are kept. Summed over customers all of whose costs of goods are known.',
}

export function ProfitAnswer() {
  const format = useFormat()
  const { data } = useAsk(profitSummary, {})
  if (!data || data.customers === 0) return null
  const revenue = data.parts.find((part) => part.key === 'revenue')?.amount ?? 0
  return (
    <Sentence
      words={{
        zh: '{n} 位成本清楚的客户消费了 {revenue}，留下利润贡献 {profit}（{share}）；{losing} 位让我们亏钱。',
        en: '{n} {n|customer|customers} whose costs are known spent {revenue} and left a contribution profit of {profit} ({share}); {losing} cost more than they bring.',
      }}
      parts={{
        n: format.count(data.customers),
        revenue: format.shortMoney(revenue),
        profit: (
          <Explain
            name={{ zh: '利润贡献', en: 'Contribution profit' }}
            definition={definition}
            asOf={data.asOf}
            rows={data.customers}
            exact={format.money(data.profit)}
            who={{
              to: '/customers',
              search: { sort: '-contributionProfit' },
              label: { zh: '按利润查看客户', en: 'Show customers by profit' },
            }}
          >
            {format.shortMoney(data.profit)}
          </Explain>
        ),
        share: format.percent(revenue > 0 ? data.profit / revenue : 0),
        losing: format.count(data.losing.customers),
      }}
    />
  )
}

/** From what was paid to what is left, and who costs more than they bring. */
export function ProfitTab() {
  const say = useSay()
  const [isSetting, setSetting] = useState(false)
  const asked = useAsk(profitSummary, {}, { every: 15_000 })
  return (
    <>
      <Answered of={asked} rows={8}>
        {(summary) => (
          <>
            {summary.working ? (
              <p className="rg-note">
                {say({ zh: '利润正在逐步重算，数字会继续变化。', en: 'Profits are being worked out anew; the numbers will still change.' })}
              </p>
            ) : null}
            {summary.unknown.customers > 0 ? <UnknownNote summary={summary} onSet={() => setSetting(true)} /> : null}
            {summary.customers > 0 ? (
              <Known summary={summary} onSet={() => setSetting(true)} />
            ) : (
              <Empty
                title={{ zh: '还只知道消费，不知道利润', en: 'Spend is known, profit is not' }}
                hint={{
                  zh: '给商品填上成本，或设一个通常毛利率，这里就会算出每位客户的利润贡献。',
                  en: 'Fill in what your products cost, or set a usual margin, and each customer’s profit appears here.',
                }}
                next={{ label: { zh: '设置毛利率', en: 'Set a margin' }, onClick: () => setSetting(true) }}
              />
            )}
          </>
        )}
      </Answered>
      <ProfitSettingsDrawer open={isSetting} onClose={() => setSetting(false)} />
    </>
  )
}

function UnknownNote({ summary, onSet }: { readonly summary: Summary; readonly onSet: () => void }) {
  const say = useSay()
  const format = useFormat()
  const { customers, revenue, covered } = summary.unknown
  return (
    <div className="rg-value-scoring" role="note">
      <span>
        {say(
          {
            zh: '另有 {n} 位客户没有计入：他们 {revenue} 的消费中，只有 {covered} 知道成本。这部分只是消费，不是利润。',
            en: '{n} {n|customer is|customers are} left out: of the {revenue} they spent, the cost is known of {covered} only. That is spend, not profit.',
          },
          { n: format.count(customers), revenue: format.shortMoney(revenue), covered: format.percent(revenue > 0 ? covered / revenue : 0) },
        )}
      </span>
      <Button size="small" onClick={onSet}>
        {say({ zh: '设置毛利率', en: 'Set a margin' })}
      </Button>
      <GoLink to="/products">{say({ zh: '填写商品成本', en: 'Fill in products’ costs' })}</GoLink>
    </div>
  )
}

function Known({ summary, onSet }: { readonly summary: Summary; readonly onSet: () => void }) {
  const say = useSay()
  const format = useFormat()
  const short = useCallback((amount: number) => format.shortMoney(amount), [format])
  const steps = useMemo(() => {
    const shown = summary.parts.filter((part) => part.state === 'kept' && part.amount !== null)
    const step = (part: ToldPart) => ({
      key: part.key,
      name: say(partOf(part.key)?.label ?? { zh: part.key, en: part.key }),
      amount: part.amount ?? 0,
    })
    return [
      ...shown.map((part) => ({ ...step(part), total: part.key === 'revenue' })),
      { key: 'profit', name: say({ zh: '利润贡献', en: 'Profit' }), amount: summary.profit, total: true },
    ]
  }, [summary, say])
  return (
    <>
      <Section
        title={{ zh: '从消费到利润', en: 'From spend to profit' }}
        actions={
          <Button size="small" onClick={onSet}>
            {say({ zh: '利润设置', en: 'Settings' })}
          </Button>
        }
      >
        <Waterfall
          label={{ zh: '从消费总额逐项扣减到利润贡献', en: 'From all spend, part by part, to contribution profit' }}
          steps={steps}
          format={short}
        />
        <MadeOf
          asOf={summary.asOf}
          rows={summary.customers}
          of="customers"
          definition={{
            zh: '成本都已知的客户；从消费总额起，逐项扣减到利润贡献。',
            en: 'Customers whose costs are all known; from what was spent, part by part, to contribution profit.',
          }}
        />
        <PartsTable summary={summary} />
      </Section>
      <LosingSection summary={summary} />
    </>
  )
}

function PartsTable({ summary }: { readonly summary: Summary }) {
  const say = useSay()
  const format = useFormat()
  const revenue = summary.parts.find((part) => part.key === 'revenue')?.amount ?? 0
  return (
    <Scrolled className="rg-value-table rg-value-worded" label={{ zh: '利润的各项', en: 'The parts of the profit' }}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say({ zh: '项目', en: 'Part' })}</th>
            <th scope="col">{say({ zh: '金额', en: 'Amount' })}</th>
            <th scope="col">{say({ zh: '占消费', en: 'Of spend' })}</th>
            <th scope="col">{say({ zh: '怎么来的', en: 'Where it comes from' })}</th>
          </tr>
        </thead>
        <tbody>
          {summary.parts.map((part) => {
            const hint = hintOf(part)
            const known = partOf(part.key)
            return (
              <tr key={part.key}>
                <th scope="row">{known ? say(known.label) : part.key}</th>
                <td className="rg-figure-cell">{part.state === 'not-yet' ? '—' : format.money(part.amount)}</td>
                <td className="rg-figure-cell">
                  {part.amount === null || revenue === 0 ? '—' : format.percent(Math.abs(part.amount) / revenue)}
                </td>
                <td className="rg-value-next">
                  {known ? say(known.help) : ''}
                  {hint ? <em> {say(hint)}</em> : null}
                </td>
              </tr>
            )
          })}
          <tr>
            <th scope="row">{say({ zh: '利润贡献', en: 'Contribution profit' })}</th>
            <td className="rg-figure-cell">{format.money(summary.profit)}</td>
            <td className="rg-figure-cell">{revenue === 0 ? '—' : format.percent(summary.profit / revenue)}</td>
            <td className="rg-value-next">
              {say({ zh: '合计 {n} 位客户', en: 'Of {n} {n|customer|customers}' }, { n: format.count(summary.customers) })}
            </td>
          </tr>
        </tbody>
      </table>
    </Scrolled>
  )
}

function LosingSection({ summary }: { readonly summary: Summary }) {
  const say = useSay()
  const format = useFormat()
  const [, setSearch] = useSearchState(valueSearch)
  const { customers, loss, big } = summary.losing
  const open = (only: boolean) => setSearch({ people: { what: 'losing', ...(only ? { big: true } : {}) } }, { push: true })
  return (
    <Section
      title={{ zh: '哪些客户让我们亏钱', en: 'Who costs more than they bring' }}
      nothing={customers === 0 ? say({ zh: '没有。', en: 'Nobody.' }) : null}
    >
      {customers > 0 ? (
        <>
          <p>
            {say(
              {
                zh: '{n} 位客户的利润为负，一共亏了 {loss}；其中 {big} 位是消费最多的五分之一，值得先看。',
                en: '{n} {n|customer|customers} left a loss, {loss} in all; {big} of them are among the fifth that spends most, and worth looking at first.',
              },
              { n: format.count(customers), loss: format.shortMoney(loss), big: format.count(big) },
            )}
          </p>
          <div className="rg-value-buttons">
            {big > 0 ? (
              <Button type="primary" ghost onClick={() => open(true)}>
                {say({ zh: '亏钱的大客户', en: 'Big customers at a loss' })}
              </Button>
            ) : null}
            <Button onClick={() => open(false)}>{say({ zh: '全部亏钱的客户', en: 'All at a loss' })}</Button>
          </div>
        </>
      ) : null}
    </Section>
  )
}
