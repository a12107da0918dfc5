import { useCallback, useMemo } from 'react'
import { Bars } from '../../../ui/Bars.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'

/** The top `share` of the buyers: how many they are, and their share of all spend. Shares are 0 to 1. */
export type TopShare = { readonly share: number; readonly customers: number; readonly spendShare: number }

/** Which share of all spend the top customers bring. */
export function TopShares({ tops }: { readonly tops: readonly TopShare[] }) {
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
  if (tops.length === 0)
    return (
      <p className="rg-note">
        {say({ zh: '买过的客户还太少，看不出前几成的占比。', en: 'Too few have bought to tell what the top ones bring.' })}
      </p>
    )
  return (
    <Bars
      lying
      label={{ zh: '消费最多的客户带来的消费占比', en: 'The share of spend that the top customers bring' }}
      bars={bars}
      keyName={{ zh: '客户', en: 'Customers' }}
      valueName={{ zh: '占总消费', en: 'Share of spend' }}
      format={percent}
      height={280}
    />
  )
}
