import type { ReplyOf } from '../../../core/action/action.ts'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { customerProfitParts } from '../questions.ts'
import { hintOf, partOf } from './say-parts.ts'
import './value.css'

type Known = ReplyOf<typeof customerProfitParts>

/** What a customer leaves, part by part; parts that nothing keeps yet are named and not counted. */
export function CustomerProfit({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(customerProfitParts, { id: customerId })
  const isNothing = asked.data && asked.data.parts.length === 0
  return (
    <Section
      title={{ zh: '利润贡献', en: 'Contribution profit' }}
      nothing={isNothing ? say({ zh: '还没有消费、消息或服务。', en: 'Nothing bought, sent or served yet.' }) : null}
    >
      {isNothing ? null : (
        <Answered of={asked} rows={4}>
          {(known) => <Parts known={known} />}
        </Answered>
      )}
    </Section>
  )
}

function Parts({ known }: { readonly known: Known }) {
  const say = useSay()
  const format = useFormat()
  const later = known.parts.filter((part) => part.state === 'not-yet').flatMap((part) => partOf(part.key)?.label ?? [])
  return (
    <>
      <dl className="rg-value-parts">
        {known.parts
          .filter((part) => part.state === 'kept' || (part.amount ?? 0) !== 0)
          .map((part) => {
            const words = partOf(part.key)
            const hint = hintOf(part)
            return words ? (
              <div key={part.key}>
                <dt>{say(words.label)}</dt>
                <dd>
                  <Explain
                    name={words.label}
                    definition={hint ? { zh: `${words.help.zh}${hint.zh}`, en: `${words.help.en} ${hint.en}` } : words.help}
                    asOf={known.asOf}
                  >
                    {part.amount === null ? say({ zh: '未知', en: 'not known' }) : format.money(part.amount)}
                  </Explain>
                </dd>
              </div>
            ) : null
          })}
        <div className="rg-value-sum">
          <dt>{say({ zh: '利润贡献', en: 'Contribution profit' })}</dt>
          <dd className={known.profit !== null && known.profit < 0 ? 'rg-value-loss' : undefined}>
            {known.profit === null ? say({ zh: '未知', en: 'not known' }) : format.money(known.profit)}
          </dd>
        </div>
      </dl>
      {known.profit === null ? (
        <p className="rg-note">
          {say(
            {
              zh: '{revenue} 的消费里只有 {covered} 知道商品成本，所以算不出利润。给商品填成本，或在“客户价值 · 利润”里设毛利率。',
              en: 'The cost of goods is known for {covered} of {revenue}, so there is no profit to tell. Fill in products’ costs, or set a margin under Value, Profit.',
            },
            { revenue: format.money(known.revenue), covered: format.money(known.covered) },
          )}
        </p>
      ) : null}
      {later.length > 0 ? (
        <p className="rg-note">
          {say(
            { zh: '还没有记录、未计入：{parts}', en: 'Not kept yet and not counted: {parts}' },
            { parts: later.map((label) => say(label)).join(say({ zh: '、', en: ', ' })) },
          )}
        </p>
      ) : null}
    </>
  )
}
