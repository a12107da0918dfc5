import { Table, type TableColumnsType } from 'antd'
import { useMemo } from 'react'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { tierRule } from '../tiers-address.ts'
import { benefitWords, sayTerms } from './said-tiers.ts'
import { TierBadge } from './tier-looks.tsx'
import type { Known, Published } from './tiers-answer.ts'

type Row = Published['tiers'][number]
type Props = { readonly known: Known; readonly published: Published; readonly tiers: readonly Row[] }

/** Each tier with its rule in words, its people and money, what is promised and what that costs. */
export function TierTable({ known, published, tiers }: Props) {
  const say = useSay()
  const columns = useColumns({ known, published, tiers })
  return (
    <Table<Row>
      aria-label={say({ zh: '客户等级', en: 'Tiers' })}
      size="small"
      rowKey="key"
      columns={columns}
      dataSource={[...tiers]}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  )
}

function useColumns({ known, tiers }: Props): TableColumnsType<Row> {
  const say = useSay()
  const format = useFormat()
  return useMemo(() => {
    const knowsProfit = tiers.some((tier) => tier.profit !== null)
    const columns: TableColumnsType<Row> = [
      {
        key: 'tier',
        title: say({ zh: '等级', en: 'Tier' }),
        rowScope: 'row',
        render: (_, tier) => (
          <div className="rg-tier-what">
            <TierBadge tier={tier} />
            <div className="rg-stage-rule">{say(tier.sentence)}</div>
            <div className="rg-stage-rule">{say(sayTerms(tier))}</div>
          </div>
        ),
      },
      {
        key: 'customers',
        title: say({ zh: '客户', en: 'Customers' }),
        align: 'right',
        render: (_, tier) => (
          <Explain
            name={tier.label}
            definition={say(
              {
                zh: '现在等级为“{name}”的客户：{holds} 位条件成立，{lapsing} 位在有效期内，{grace} 位在宽限期内，{fixed} 位由人工指定。',
                en: 'Customers whose tier is “{name}” now: {holds} earn it, {lapsing} are within its validity, {grace} in grace, {fixed} fixed by hand.',
              },
              {
                name: tier.label,
                holds: format.count(tier.customers - tier.lapsing - tier.grace - tier.fixed),
                lapsing: format.count(tier.lapsing),
                grace: format.count(tier.grace),
                fixed: format.count(tier.fixed),
              },
            )}
            asOf={known.asOf}
            rows={known.customers}
            who={{ to: '/customers', search: { rule: tierRule(tier.key) } }}
          >
            {format.count(tier.customers)}
          </Explain>
        ),
      },
      {
        key: 'counted',
        title: say({ zh: '消费', en: 'Spend' }),
        align: 'right',
        render: (_, tier) => <span title={format.money(tier.counted)}>{format.shortMoney(tier.counted)}</span>,
      },
      {
        key: 'each',
        title: say({ zh: '人均', en: 'Each' }),
        align: 'right',
        responsive: ['lg'],
        render: (_, tier) => (tier.customers > 0 ? format.shortMoney(Math.round(tier.counted / tier.customers)) : '—'),
      },
    ]
    if (knowsProfit)
      columns.push({
        key: 'profit',
        title: say({ zh: '累计利润贡献', en: 'Profit so far' }),
        align: 'right',
        render: (_, tier) => <span title={format.money(tier.profit)}>{format.shortMoney(tier.profit)}</span>,
      })
    columns.push(
      { key: 'benefits', title: say({ zh: '权益', en: 'Benefits' }), responsive: ['md'], render: (_, tier) => <Benefits tier={tier} /> },
      {
        key: 'cost',
        title: say({ zh: '权益年成本', en: 'Benefits a year' }),
        align: 'right',
        render: (_, tier) => <Cost tier={tier} asOf={known.asOf} />,
      },
    )
    return columns
  }, [say, format, known, tiers])
}

function Benefits({ tier }: { readonly tier: Row }) {
  const say = useSay()
  const format = useFormat()
  if (tier.benefits.length === 0) return <span className="rg-quiet">{say({ zh: '没有承诺权益', en: 'Nothing promised' })}</span>
  return (
    <ul className="rg-tier-benefits">
      {tier.benefits.map((benefit) => (
        <li key={`${benefit.kind} ${benefit.name.zh}`} title={benefit.note}>
          <Badge>{say(benefitWords[benefit.kind])}</Badge> {say(benefit.name)}{' '}
          <span className="rg-quiet">{benefit.cost > 0 ? format.money(benefit.cost) : say({ zh: '不计成本', en: 'no cost' })}</span>
        </li>
      ))}
    </ul>
  )
}

function Cost({ tier, asOf }: { readonly tier: Row; readonly asOf: string }) {
  const say = useSay()
  const format = useFormat()
  if (tier.cost === 0) return <>—</>
  return (
    <>
      <Explain
        name={say({ zh: '“{name}”的权益年成本', en: 'Benefits of “{name}” for a year' }, { name: tier.label })}
        definition={say(
          { zh: '每位客户每年 {each} × {n} 位客户。', en: '{each} for one customer and year × {n} customers.' },
          { each: format.money(tier.costEach), n: format.count(tier.customers) },
        )}
        asOf={asOf}
        rows={tier.customers}
        exact={format.money(tier.cost)}
      >
        {format.shortMoney(tier.cost)}
      </Explain>
      {tier.counted > 0 ? (
        <div className="rg-stage-rule">
          {say({ zh: '消费的 {share}', en: '{share} of spend' }, { share: format.percent(tier.cost / tier.counted) })}
        </div>
      ) : null}
    </>
  )
}
