import { Segmented } from 'antd'
import { addDays, daysBetween, localDate } from '../../../core/kit/local-time.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { DayInput } from '../../../ui/DayInput.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { lifecycleSearch } from '../lifecycle-address.ts'
import { stageFlows } from '../questions.ts'
import { FlowSankey } from './FlowSankey.tsx'
import type { NamedStage } from './stage-colours.ts'

const spans = [30, 90, 365] as const

/** Who went from which stage to which, between two days that the reader chooses. */
export function FlowSection({ stages, asOf }: { readonly stages: readonly NamedStage[]; readonly asOf: string }) {
  const say = useSay()
  const format = useFormat()
  const { timeZone } = useShop()
  const [search, setSearch] = useSearchState(lifecycleSearch)
  const today = localDate(new Date(asOf), timeZone)
  const to = search.to !== undefined && search.to <= today ? search.to : today
  const from = search.from !== undefined && search.from < to ? search.from : addDays(to, -90)
  const asked = useAsk(stageFlows, { from, to }, { keep: true })
  const span = spans.find((days) => to === today && daysBetween(from, to) === days)
  return (
    <Section
      title={{ zh: '这段时间里，客户从哪里走到哪里', en: 'Where customers went in this time' }}
      actions={
        <Segmented
          size="small"
          aria-label={say({ zh: '时间范围', en: 'Period' })}
          value={span ?? 0}
          options={spans.map((days) => ({ value: days, label: say({ zh: '近 {days} 天', en: '{days} days' }, { days }) }))}
          onChange={(days) => setSearch({ from: addDays(today, -days), to: undefined })}
        />
      }
    >
      <div className="rg-flow-days">
        <Day
          label={say({ zh: '从这天结束时', en: 'From the end of' })}
          value={from}
          before={to}
          onChange={(day) => setSearch({ from: day })}
        />
        <Day
          label={say({ zh: '到这天结束时', en: 'to the end of' })}
          value={to}
          before={addDays(today, 1)}
          onChange={(day) => setSearch({ to: day })}
        />
      </div>
      <Answered of={asked} rows={8}>
        {({ flows, reconstructed, asOf: countedAt }) => (
          <>
            {flows.length === 0 ? (
              <p className="rg-note">
                {say(
                  {
                    zh: '{day}还没有客户。',
                    en: 'No stages are on record yet for {day}; those of the past are being worked out from the purchases.',
                  },
                  { day: format.date(to) },
                )}
              </p>
            ) : (
              <>
                <p className="rg-flow-said">
                  <MovedWords flows={flows} />
                  {reconstructed
                    ? say({
                        zh: ' 其中一部分由消费记录推算，精确到月。',
                        en: ' Part of it was worked out from past purchases and is exact to the month.',
                      })
                    : null}
                </p>
                <FlowSankey stages={stages} flows={flows} />
                <MadeOf
                  asOf={countedAt}
                  rows={flows.reduce((sum, { customers }) => sum + customers, 0)}
                  of="customers"
                  definition={{
                    zh: '左边是起始日结束时所在的阶段，右边是截止日结束时的；中间走过的阶段不算。',
                    en: 'On the left the stage at the end of the first day, on the right that at the end of the second; what lay between is not counted.',
                  }}
                />
              </>
            )}
          </>
        )}
      </Answered>
    </Section>
  )
}

type Flows = readonly { readonly from: string | null; readonly to: string; readonly customers: number }[]

function MovedWords({ flows }: { readonly flows: Flows }) {
  const say = useSay()
  const format = useFormat()
  const sum = (some: Flows) => format.count(some.reduce((total, flow) => total + flow.customers, 0))
  return (
    <>
      {say(
        {
          zh: '{moved} 位换了阶段，{stayed} 位留在原处，{fresh} 位是新来的。',
          en: '{moved} changed their stage, {stayed} stayed, {fresh} are new.',
        },
        {
          moved: sum(flows.filter((flow) => flow.from !== null && flow.from !== flow.to)),
          stayed: sum(flows.filter((flow) => flow.from === flow.to)),
          fresh: sum(flows.filter((flow) => flow.from === null)),
        },
      )}
    </>
  )
}

type DayProps = { readonly label: string; readonly value: string; readonly before: string; readonly onChange: (day: string) => void }

function Day({ label, value, before, onChange }: DayProps) {
  return (
    <label className="rg-flow-day">
      <span>{label}</span>
      <DayInput
        allowClear={false}
        inputReadOnly
        size="small"
        value={value}
        to={addDays(before, -1)}
        onChange={(day) => (day ? onChange(day) : undefined)}
      />
    </label>
  )
}
