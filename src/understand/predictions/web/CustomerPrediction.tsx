import type { ReplyOf } from '../../../core/action/action.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { explainPrediction } from '../actions.ts'
import { RangeBar } from './RangeBar.tsx'
import './predictions.css'

type Prediction = NonNullable<ReplyOf<typeof explainPrediction>['prediction']>

/** What is expected of one customer, how sure, and why. */
export function CustomerPrediction({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(explainPrediction, { id: customerId })
  return (
    <Section title={{ zh: '预测', en: 'Prediction' }}>
      <Answered of={asked} rows={4}>
        {({ prediction, whyNone }) =>
          prediction ? <Told prediction={prediction} /> : <p className="rg-quiet">{whyNone ? say(whyNone.words) : ''}</p>
        }
      </Answered>
    </Section>
  )
}

function Told({ prediction }: { readonly prediction: Prediction }) {
  const say = useSay()
  const format = useFormat()
  return (
    <div className="rg-prediction">
      <ul className="rg-prediction-reasons">
        {prediction.reasons.map(({ words, tone }) => (
          <li key={words.en} className={`rg-reason-${tone}`}>
            {say(words)}
          </li>
        ))}
      </ul>
      {prediction.isPart ? (
        <p className="rg-note">
          {say({
            zh: '有的理由由您的角色看不到的字段得出，这里没有列出。',
            en: 'Reasons that follow from fields hidden from your role are not given.',
          })}
        </p>
      ) : null}
      <dl className="rg-prediction-figures">
        <Chances prediction={prediction} />
        <Next prediction={prediction} />
        {prediction.purchases.map((one, at) => {
          const spend = prediction.spend[at]
          return one.expected === null ? null : (
            <div key={one.days}>
              <dt>{say({ zh: '今后 {days} 天', en: 'Next {days} days' }, { days: one.days })}</dt>
              <dd>
                {say({ zh: '{n} 次', en: '{n} purchases' }, { n: format.number(one.expected, 1) })}
                {spend?.expected === null || spend?.expected === undefined
                  ? ''
                  : say({ zh: '，{money}', en: ', {money}' }, { money: format.money(spend.expected) })}
                <RangeBar low={spend?.low ?? null} middle={spend?.expected ?? null} high={spend?.high ?? null} format={format.shortMoney} />
              </dd>
            </div>
          )
        })}
        {prediction.value.map((one) => (
          <div key={one.months}>
            <dt>{say({ zh: '{n} 个月价值', en: 'Value of {n} months' }, { n: one.months })}</dt>
            <dd>
              {format.money(one.middle)}
              <RangeBar low={one.low} middle={one.middle} high={one.high} format={format.shortMoney} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="rg-note">
        {say(
          {
            zh: '{model}，{at} 预测。横条是 80% 的把握所在的范围。',
            en: '{model}, predicted {at}. The bars hold what comes in eight cases of ten.',
          },
          { model: say(prediction.model), at: format.dateTime(prediction.at) },
        )}{' '}
        {prediction.value.length > 0 ? <Counted margin={prediction.margin} /> : null}
      </p>
    </div>
  )
}

/** Whether value is profit or turnover. */
function Counted({ margin }: { readonly margin: number | null }) {
  const say = useSay()
  const format = useFormat()
  if (margin === null)
    return say({
      zh: '价值按消费额算（已折现）；商品成本或毛利率齐全后改按毛利算。',
      en: 'Value is spend, discounted; it is counted as margin once costs or margins are known.',
    })
  return say(
    {
      zh: '价值按毛利算（已折现），这位客户的毛利率取 {margin}。',
      en: 'Value is gross margin, discounted, at {margin} for this customer.',
    },
    { margin: format.percent(margin, 0) },
  )
}

function Chances({ prediction }: { readonly prediction: Prediction }) {
  const say = useSay()
  const format = useFormat()
  const known = prediction.buyChance.filter((one) => one.chance !== null)
  return (
    <>
      <div>
        <dt>{say({ zh: '仍是客户的可能', en: 'Still a customer' })}</dt>
        <dd>
          {prediction.aliveChance === null ? (
            <span className="rg-quiet">{prediction.whyNoAlive ? say(prediction.whyNoAlive) : '—'}</span>
          ) : (
            format.percent(prediction.aliveChance / 100, 0)
          )}
        </dd>
      </div>
      {known.length > 0 ? (
        <div>
          <dt>{say({ zh: '会来的可能', en: 'Will come' })}</dt>
          <dd>
            {known
              .map((one) =>
                say(
                  { zh: '{days} 天内 {chance}', en: '{chance} within {days} days' },
                  { days: one.days, chance: format.percent((one.chance ?? 0) / 100, 0) },
                ),
              )
              .join(say({ zh: '，', en: ', ' }))}
          </dd>
        </div>
      ) : null}
    </>
  )
}

function Next({ prediction: { next, whyNoNext } }: { readonly prediction: Prediction }) {
  const say = useSay()
  const format = useFormat()
  return (
    <div>
      <dt>{say({ zh: '下次消费', en: 'Next purchase' })}</dt>
      <dd>
        {next ? (
          say(
            { zh: '{from} 至 {to}，多半在 {middle} 前', en: '{from} to {to}, as likely as not by {middle}' },
            { from: format.date(next.from), to: format.date(next.to), middle: format.date(next.middle) },
          )
        ) : (
          <span className="rg-quiet">{whyNoNext ? say(whyNoNext) : '—'}</span>
        )}
      </dd>
    </div>
  )
}
