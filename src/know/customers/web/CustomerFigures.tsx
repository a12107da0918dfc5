import type { ReactNode } from 'react'
import type { EntityCard } from '../../../pages/browser-dictionary.ts'
import { fieldTypes } from '../../../fields/field-types.ts'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import type { Row } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'

type Props = { readonly record: Row; readonly card: EntityCard; readonly asOf: Date }

/** The figures shown large, in this order, where a feature brings them. */
const shown = ['spend', 'purchaseCount', 'averagePurchase', 'meanGapDays', 'refundTotal'] as const

const figureOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)
const instantOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** One metric of this customer, said by its field's type; a click tells what it is. */
function Metric({ name, record, card, asOf, children }: Props & { readonly name: string; readonly children?: ReactNode }) {
  const customs = useCustoms()
  const field = card.fields[name]
  const type = field ? fieldTypes[field.type] : undefined
  if (!field || !type) return <>{children}</>
  const said = type.say(record[name], field, customs)
  return (
    <Explain name={field.label} definition={field.help ?? field.label} asOf={asOf} rows={figureOf(record['purchaseCount'])} exact={said}>
      {children ?? said}
    </Explain>
  )
}

/** Where the customer stands, in a sentence. */
export function CustomerAnswer(props: Props) {
  const format = useFormat()
  const { record, card } = props
  const stage = card.fields['stage']
  const count = figureOf(record['purchaseCount'])
  const standing = stage && record['stage'] ? <FieldCell field={stage} value={record['stage']} /> : null
  if (!count)
    return standing ? (
      <Sentence words={{ zh: '现在是{stage}客户，还没有消费过。', en: 'Now {stage}; nothing bought yet.' }} parts={{ stage: standing }} />
    ) : (
      <Sentence words={{ zh: '还没有消费过。', en: 'Nothing bought yet.' }} />
    )
  const parts = {
    stage: standing,
    n: (
      <Metric {...props} name="purchaseCount">
        {format.count(count)}
      </Metric>
    ),
    spend: <Metric {...props} name="spend" />,
    last: (
      <Metric {...props} name="lastPurchaseAt">
        {format.relative(instantOf(record['lastPurchaseAt']))}
      </Metric>
    ),
  }
  return standing ? (
    <Sentence
      words={{
        zh: '现在是{stage}客户：消费过 {n} 次，共 {spend}，最近一次在 {last}。',
        en: 'Now {stage}: {n} {n|purchase|purchases} for {spend} in all, the last {last}.',
      }}
      parts={parts}
    />
  ) : (
    <Sentence
      words={{
        zh: '消费过 {n} 次，共 {spend}，最近一次在 {last}。',
        en: '{n} {n|purchase|purchases} for {spend} in all, the last {last}.',
      }}
      parts={parts}
    />
  )
}

/** What the customer is worth; nothing before the first purchase. */
export function CustomerFigures(props: Props) {
  const { record, card } = props
  if (!figureOf(record['purchaseCount'])) return null
  return (
    <Figures>
      {shown.map((name) => {
        const field = card.fields[name]
        return field ? (
          <Figure
            key={name}
            label={field.label}
            value={<MetricValue {...props} name={name} />}
            note={<MetricNote {...props} name={name} />}
          />
        ) : null
      })}
      <Scores {...props} />
    </Figures>
  )
}

function MetricValue(props: Props & { readonly name: string }) {
  const say = useSay()
  const format = useFormat()
  const field = props.card.fields[props.name]
  const value = figureOf(props.record[props.name])
  if (!field || value === null) return <Metric {...props} />
  if (field.type === 'money') return <Metric {...props}>{format.money(value)}</Metric>
  const unit = field.unit ? <small className="rg-customer-unit"> {say(field.unit)}</small> : null
  return (
    <Metric {...props}>
      {format.number(value, 1)}
      {unit}
    </Metric>
  )
}

/** A quiet line under some figures: since when, how often. */
function MetricNote({ name, record }: Props & { readonly name: string }) {
  const say = useSay()
  const format = useFormat()
  const first = instantOf(record['firstPurchaseAt'])
  if (name === 'spend' && first) return <>{say({ zh: '自 {day} 起', en: 'Since {day}' }, { day: format.date(first) })}</>
  const last = instantOf(record['lastPurchaseAt'])
  if (name === 'purchaseCount' && last) return <>{say({ zh: '最近 {day}', en: 'Last on {day}' }, { day: format.date(last) })}</>
  const products = figureOf(record['productCount'])
  if (name === 'averagePurchase' && products)
    return <>{say({ zh: '买过 {n} 种商品', en: 'Different products: {n}' }, { n: format.count(products) })}</>
  const refunds = figureOf(record['refundCount'])
  if (name === 'refundTotal' && refunds !== null) return <>{say({ zh: '退款 {n} 次', en: 'Refunds: {n}' }, { n: format.count(refunds) })}</>
  return null
}

const scores = [
  ['recencyScore', 'R'],
  ['frequencyScore', 'F'],
  ['monetaryScore', 'M'],
] as const

function Scores(props: Props) {
  if (figureOf(props.record['recencyScore']) === null) return null
  return (
    <Figure
      label={{ zh: 'RFM 评分', en: 'RFM score' }}
      value={
        <span className="rg-customer-scores">
          {scores.map(([name, letter]) => (
            <Metric key={name} {...props} name={name}>
              <small className="rg-customer-unit">{letter}</small>
              {figureOf(props.record[name]) ?? '—'}
            </Metric>
          ))}
        </span>
      }
      note={<ScoreNote />}
    />
  )
}

function ScoreNote() {
  const say = useSay()
  return <>{say({ zh: '5 为最高', en: '5 is the highest' })}</>
}
