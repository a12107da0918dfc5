import type { Words } from '../../../core/kit/words.ts'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { IntervalBar } from './IntervalBar.tsx'
import { type Interval, methods, peopleOf, signed, type Whole } from './verdict.ts'

type Lift = { readonly name: Words; readonly interval: Interval | null; readonly format: (value: number) => string; readonly how: Words }

/** What the treated did beyond the holdout, each difference drawn against zero. */
export function Lifts({ result, asOf }: { readonly result: Whole; readonly asOf: Date }) {
  const say = useSay()
  const format = useFormat()
  const people = result.treated.people + result.holdout.people
  const money = (value: number) => signed(value, format.money)
  const points = (value: number) =>
    say({ zh: '{n} 个百分点', en: '{n} points' }, { n: `${value > 0 ? '+' : ''}${format.number(value * 100, 2)}` })
  const share = (value: number) => format.change(value)
  const lifts: readonly Lift[] = [
    {
      name: { zh: '人均消费之差', en: 'Difference of revenue a person' },
      interval: result.revenueLift,
      format: money,
      how: methods.revenueLift,
    },
    { name: { zh: '合计增量收入', en: 'Earned in all' }, interval: result.incrementalRevenue, format: money, how: methods.total },
    {
      name: { zh: '人均消费之差，占对照组的比例', en: 'That difference as a share of the holdout’s' },
      interval: result.revenueLiftRelative,
      format: share,
      how: methods.revenueRelative,
    },
    {
      name: { zh: '人均毛利之差', en: 'Difference of margin a person' },
      interval: result.margin?.lift ?? null,
      format: money,
      how: methods.margin,
    },
    {
      name: { zh: '购买率之差', en: 'Difference of the share who bought' },
      interval: result.conversionLift,
      format: points,
      how: methods.conversionLift,
    },
  ]
  const shown = lifts.flatMap(({ interval, ...lift }) => (interval ? [{ ...lift, interval }] : []))
  if (shown.length === 0) return null
  return (
    <Section
      title={{ zh: '增量', en: 'Lift' }}
      note={say({
        zh: '横条是随时有效的 95% 区间：整条在 0 右边才说明确实有效；跨过 0 就可能只是偶然。',
        en: 'The bar is the 95% interval that holds at all times: only when all of it lies right of 0 is there surely an effect; where it crosses 0 it may be chance.',
      })}
    >
      {shown.map(({ name, interval, format: write, how }) => (
        <IntervalBar
          key={name.en}
          name={name}
          interval={interval}
          format={write}
          figure={
            <Explain name={name} definition={how} asOf={asOf} rows={people} who={peopleOf(result)}>
              {write(interval.value)}
            </Explain>
          }
        />
      ))}
    </Section>
  )
}
