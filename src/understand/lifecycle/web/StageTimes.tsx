import { Segmented, Table, type TableColumnsType } from 'antd'
import { useMemo } from 'react'
import type { z } from 'zod'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { conversionDays, lifecycleSearch } from '../lifecycle-address.ts'
import { stageConversion, timeInStage } from '../questions.ts'
import { colourOf, type NamedStage, useStageLooks } from './stage-colours.ts'

/** How many of those who came into a stage went on to the next one in time. */
export function ConversionSection({
  stages,
  asOf,
  customers,
}: {
  readonly stages: readonly NamedStage[]
  readonly asOf: string
  readonly customers: number
}) {
  const say = useSay()
  const [{ within }, setSearch] = useSearchState(lifecycleSearch)
  return (
    <Section
      title={{ zh: '有多少人走到下一步', en: 'How many go on to the next step' }}
      note={say(
        {
          zh: '进入一个阶段后 {days} 天内到达下一阶段的比例。还没满 {days} 天的不算在内。',
          en: 'Of those who entered a stage, how many reached the next one within {days} days. Whoever entered less than {days} days ago is left out.',
        },
        { days: within },
      )}
      actions={
        <Segmented
          size="small"
          aria-label={say({ zh: '多少天之内', en: 'Within how many days' })}
          value={within}
          options={conversionDays.map((days) => ({ value: days, label: say({ zh: '{days} 天', en: '{days} days' }, { days }) }))}
          onChange={(days) => setSearch({ within: days })}
        />
      }
    >
      <ul className="rg-conversions">
        {stages.slice(1).map((stage, at) => {
          const before = stages[at]
          return before ? <Conversion key={stage.key} from={before} to={stage} within={within} /> : null
        })}
      </ul>
      <MadeOf
        asOf={asOf}
        rows={customers}
        of="customers"
        definition={{
          zh: '一次进入算一次，同一位客户可以有几次；点比例，看用到多少次。',
          en: 'Each time somebody entered counts, the same customer perhaps several times; a share says of how many it is.',
        }}
      />
    </Section>
  )
}

function Conversion({ from, to, within }: { readonly from: NamedStage; readonly to: NamedStage; readonly within: number }) {
  const say = useSay()
  const format = useFormat()
  const pair = useMemo(() => [from, to], [from, to])
  const looks = useStageLooks(pair)
  const { data, error } = useAsk(stageConversion, { from: from.key, to: to.key, days: within }, { keep: true })
  return (
    <li>
      <span className="rg-conversion-names">
        <Badge {...colourOf(looks.get(from.key))}>{say(from.label)}</Badge> →{' '}
        <Badge {...colourOf(looks.get(to.key))}>{say(to.label)}</Badge>
      </span>
      <span className="rg-conversion-way" aria-hidden="true">
        <span style={{ width: `${(data?.rate ?? 0) * 100}%`, background: looks.get(to.key)?.colour }} />
      </span>
      <span className="rg-conversion-rate">
        {data ? (
          <Explain
            name={say({ zh: '{from} → {to}', en: '{from} → {to}' }, { from: say(from.label), to: say(to.label) })}
            definition={say(
              {
                zh: '{entered} 次进入“{from}”且已满 {days} 天，其中 {converted} 次在 {days} 天内到达“{to}”或更远。另有 {early} 次还没满 {days} 天，没有算进来。',
                en: '{entered} entered “{from}” at least {days} days ago; {converted} of them reached “{to}” within {days} days. {early} more entered too lately to tell and are left out.',
              },
              {
                entered: format.count(data.entered),
                converted: format.count(data.converted),
                early: format.count(data.tooEarly),
                days: within,
                from: say(from.label),
                to: say(to.label),
              },
            )}
            rows={data.entered}
          >
            {data.rate === null ? '—' : format.percent(data.rate)}
          </Explain>
        ) : error ? (
          '—'
        ) : (
          '…'
        )}
      </span>
      <span className="rg-conversion-time">
        {data && data.medianDays !== null
          ? say({ zh: '一般用 {n} 天', en: 'typically {n} {n|day|days}' }, { n: format.number(data.medianDays, 0) })
          : ''}
      </span>
    </li>
  )
}

type Stay = z.output<typeof timeInStage.output>['stages'][number]

/** How long customers stay in each stage. */
export function StaySection({ stages, asOf }: { readonly stages: readonly NamedStage[]; readonly asOf: string }) {
  const say = useSay()
  const asked = useAsk(timeInStage, {})
  const columns = useStayColumns(stages)
  return (
    <Section
      title={{ zh: '在每个阶段停留多久', en: 'How long they stay in each stage' }}
      note={say({
        zh: '按已经离开的停留计算；一半客户的停留落在“常见范围”里。',
        en: 'From stays that have ended; half of them lie in the usual range.',
      })}
    >
      <Answered of={asked}>
        {(answer) => (
          <>
            <Table<Stay>
              aria-label={say({ zh: '在每个阶段停留的天数', en: 'Days in each stage' })}
              size="small"
              rowKey="key"
              columns={columns}
              dataSource={[...answer.stages]}
              pagination={false}
            />
            <MadeOf
              asOf={asOf}
              rows={answer.stages.reduce((sum, { ended, still }) => sum + ended + still, 0)}
              of="records"
              definition={{ zh: '一条记录是一次停留。', en: 'A record is one stay in a stage.' }}
            />
          </>
        )}
      </Answered>
    </Section>
  )
}

function useStayColumns(stages: readonly NamedStage[]): TableColumnsType<Stay> {
  const say = useSay()
  const format = useFormat()
  const looks = useStageLooks(stages)
  const days = (n: number | null) => (n === null ? '—' : say({ zh: '{n} 天', en: '{n} {n|day|days}' }, { n: format.number(n, 0) }))
  const range = (stay: Stay) =>
    stay.lowerQuartile === null
      ? '—'
      : say(
          { zh: '{from} 至 {to} 天', en: '{from} to {to} days' },
          { from: format.number(stay.lowerQuartile, 0), to: format.number(stay.upperQuartile, 0) },
        )
  return [
    {
      key: 'stage',
      title: say({ zh: '阶段', en: 'Stage' }),
      rowScope: 'row',
      render: (_, stay) => <Badge {...colourOf(looks.get(stay.key))}>{looks.get(stay.key)?.name ?? stay.key}</Badge>,
    },
    { key: 'median', title: say({ zh: '中位数', en: 'Median' }), align: 'right', render: (_, stay) => days(stay.median) },
    { key: 'range', title: say({ zh: '常见范围', en: 'Usual range' }), align: 'right', render: (_, stay) => range(stay) },
    {
      key: 'ended',
      responsive: ['lg'],
      title: say({ zh: '已离开', en: 'Ended' }),
      align: 'right',
      render: (_, stay) => format.count(stay.ended),
    },
    {
      key: 'still',
      responsive: ['lg'],
      title: say({ zh: '仍在其中', en: 'Still in it' }),
      align: 'right',
      render: (_, stay) => format.count(stay.still),
    },
  ]
}
