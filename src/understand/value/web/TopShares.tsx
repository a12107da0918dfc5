import { useCallback, useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { Bars } from '../../../ui/Bars.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { spendDistribution } from '../questions.ts'

/** Which share of all spend the top customers bring. */
export function TopShares({ spread: { top: tops, asOf, buyers } }: { readonly spread: ReplyOf<typeof spendDistribution> }) {
  const say = useSay()
  const format = useFormat()
  const bars = useMemo(
    () =>
      tops.map((top) => ({
        key: String(top.share),
        name: say(
          { zh: '前 {share}（{n} 位）', en: 'Top {share} ({n})' },
          { share: format.percent(top.share), n: format.count(top.customers) },
        ),
        value: top.spendShare,
      })),
    [tops, say, format],
  )
  const percent = useCallback((share: number) => format.percent(share), [format])
  return (
    <>
      {tops.length === 0 ? (
        <p className="rg-note">
          {say({ zh: '买过的客户还太少，看不出前几成的占比。', en: 'Too few have bought to tell what the top ones bring.' })}
        </p>
      ) : (
        <Bars
          lying
          label={{ zh: '消费最多的客户带来的消费占比', en: 'The share of spend that the top customers bring' }}
          bars={bars}
          keyName={{ zh: '客户', en: 'Customers' }}
          valueName={{ zh: '占总消费', en: 'Share of spend' }}
          format={percent}
          height={280}
        />
      )}
      <MadeOf
        asOf={asOf}
        rows={buyers}
        of="customers"
        definition={{
          zh: '买过的客户按消费总额从多到少排列，前若干的消费之和除以全部消费。',
          en: 'Buyers ranked by spend, the greatest first: what the first of them spent, divided by all spend.',
        }}
      />
    </>
  )
}
