import { Segmented } from 'antd'
import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Lines } from '../../../ui/Lines.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { namedColour } from '../../../ui/palette.ts'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { tiersOverTime } from '../questions.ts'
import { tiersSearch } from '../tiers-address.ts'
import type { NamedTier } from './tier-looks.tsx'

type Answer = ReplyOf<typeof tiersOverTime>

/** How many were in each tier month by month, and how often customers rose and fell. */
export function TierTime({ tiers }: { readonly tiers: readonly NamedTier[] }) {
  const say = useSay()
  const [{ months }, setSearch] = useSearchState(tiersSearch)
  const asked = useAsk(tiersOverTime, { months }, { keep: true })
  return (
    <Section
      title={{ zh: '各级人数怎样变化', en: 'How the tiers changed over time' }}
      actions={
        <Segmented
          size="small"
          aria-label={say({ zh: '看多长时间', en: 'How far back' })}
          value={months}
          options={([6, 12, 24] as const).map((n) => ({ value: n, label: say({ zh: '{n} 个月', en: '{n} months' }, { n }) }))}
          onChange={(n) => setSearch({ months: n })}
        />
      }
    >
      <Answered of={asked} rows={6}>
        {(answer) => <Drawn answer={answer} tiers={tiers} />}
      </Answered>
    </Section>
  )
}

/** From the first month in which anybody had a tier. */
function begunIn({ points }: Answer): Answer['points'] {
  const first = points.findIndex((point) => Object.values(point.counts).some((n) => n > 0))
  return first < 0 ? [] : points.slice(first)
}

function Drawn({ answer, tiers }: { readonly answer: Answer; readonly tiers: readonly NamedTier[] }) {
  const say = useSay()
  const format = useFormat()
  const { look } = useTheme()
  const points = useMemo(() => begunIn(answer), [answer])
  const moments = useMemo(() => points.map((point) => format.month(point.day)), [points, format])
  const series = useMemo(() => {
    const old = answer.labels.filter(({ key }) => !tiers.some((tier) => tier.key === key))
    return [...tiers, ...old].map(({ key, label, colour }) => ({
      key,
      name: say(label),
      colour: namedColour(colour, look),
      values: points.map((point) => point.counts[key] ?? 0),
    }))
  }, [answer.labels, tiers, points, say, look])
  const up = points.reduce((sum, point) => sum + point.up, 0)
  const down = points.reduce((sum, point) => sum + point.down, 0)
  return (
    <>
      <p className="rg-note">
        {say(
          {
            zh: '这段时间里，按规则升级 {up} 人次，降级 {down} 人次；因方案更新而变化的不算。',
            en: 'By the rules customers rose {up} {up|time|times} and fell {down} {down|time|times}; moves because of a new scheme are not counted.',
          },
          { up: format.count(up), down: format.count(down) },
        )}
      </p>
      <Lines
        stacked
        label={{ zh: '每月末各等级的客户数', en: 'Customers in each tier at the end of each month' }}
        moments={moments}
        series={series}
        momentName={{ zh: '月份', en: 'Month' }}
        format={format.count}
        height={300}
      />
      <MadeOf
        asOf={answer.asOf}
        rows={Object.values(points.at(-1)?.counts ?? {}).reduce((sum, n) => sum + n, 0)}
        of="customers"
        definition={{
          zh: '每月底各等级的人数，由每一次等级变动加减得出；最后一点是现在。',
          en: 'Customers in each tier at the end of each month, added up from every move between tiers; the last point is now.',
        }}
      />
    </>
  )
}
