import { Segmented, Table, type TableColumnsType } from 'antd'
import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { churnSearch } from '../churn-address.ts'
import { type Awaited, fewestBuyers, fewestEvents, nameOfFactor, verdictOf } from '../awaited.ts'
import { churnHazards } from '../rate-questions.ts'

type Told = ReplyOf<typeof churnHazards>
type Hazard = Told['hazards'][number]

const buyersRule = { all: [{ field: 'purchaseCount', op: 'at-least', value: 1 }] }

const chosen: Readonly<Record<Awaited, Words>> = {
  second: { zh: '第二次消费', en: 'Coming again' },
  leaving: { zh: '第一次流失', en: 'Leaving' },
}

/** What goes with coming again sooner, or leaving sooner: how many times as quickly, each with its interval. */
export function HazardSection() {
  const say = useSay()
  const [{ awaited }, setSearch] = useSearchState(churnSearch)
  const asked = useAsk(churnHazards, { of: awaited }, { keep: true })
  return (
    <Section title={{ zh: '什么样的首购，之后来得更快或走得更快', en: 'Which first purchases are followed sooner, or left sooner' }}>
      <Segmented<Awaited>
        className="rg-churn-awaited"
        aria-label={say({ zh: '等的是什么', en: 'What is waited for' })}
        value={awaited}
        onChange={(next) => setSearch({ awaited: next })}
        options={[
          { value: 'second', label: say(chosen.second) },
          { value: 'leaving', label: say(chosen.leaving) },
        ]}
      />
      <Answered of={asked} rows={6}>
        {(told) => (told.state === 'told' && told.hazards.length > 0 ? <Known of={awaited} told={told} /> : <NothingTold told={told} />)}
      </Answered>
    </Section>
  )
}

function NothingTold({ told: { state, buyers, happened } }: { readonly told: Told }) {
  const say = useSay()
  const format = useFormat()
  return (
    <p className="rg-quiet">
      {state === 'too-few'
        ? say(
            {
              zh: '至少要有 {least} 位买过的客户，其中 {events} 位已经发生，才说得出；现在是 {n} 位、{m} 位。',
              en: 'It takes {least} buyers, of whom it happened to {events}, to tell; there are {n} and {m}.',
            },
            { least: fewestBuyers, events: fewestEvents, n: format.count(buyers), m: format.count(happened) },
          )
        : state === 'no-fit'
          ? say({
              zh: '这些首购算不出稳定的倍数，所以不显示；客户多一些再看。',
              en: 'No stable ratios come out of these first purchases, so none are shown; look again with more customers.',
            })
          : say({ zh: '首购之间没有可以比较的差别。', en: 'First purchases do not differ in anything that could be compared.' })}
    </p>
  )
}

function Known({ of, told }: { readonly of: Awaited; readonly told: Told }) {
  const say = useSay()
  const format = useFormat()
  const clear = told.hazards.filter(({ isClear }) => isClear).length
  return (
    <>
      <p>
        <Sentence
          words={
            of === 'second'
              ? {
                  zh: '看了 {n} 位客户首购当天的情况，其中 {m} 位来了第二次；{all} 项里有 {clear} 项分得出快慢。',
                  en: 'Of {n} customers, {m} of whom came again, what was known on their first day was looked at; {clear} of {all} things go with coming sooner or later.',
                }
              : {
                  zh: '看了 {n} 位客户首购当天的情况，其中 {m} 位流失过；{all} 项里有 {clear} 项分得出快慢。',
                  en: 'Of {n} customers, {m} of whom have left, what was known on their first day was looked at; {clear} of {all} things go with leaving sooner or later.',
                }
          }
          parts={{
            n: (
              <Explain
                definition={{
                  zh: 'Cox 回归（1972）：首购当天已知的各项一起放进去，倍数是其他各项相同时的。还没发生的客户按已知的时间计入。客户多时按编号均匀抽取四千位左右。',
                  en: 'Cox regression (1972) on everything known on the first day at once: a ratio holds where all else is alike. Those to whom it has not happened count for the time that is known. Of many customers some four thousand are drawn evenly.',
                }}
                asOf={told.asOf}
                rows={told.buyers}
                who={{ to: '/customers', search: { rule: buyersRule } }}
              >
                {format.count(told.buyers)}
              </Explain>
            ),
            m: format.count(told.happened),
            all: format.count(told.hazards.length),
            clear: format.count(clear),
          }}
        />
      </p>
      <Scrolled label={{ zh: '各项的快慢', en: 'How much sooner or later' }}>
        <Table
          size="small"
          rowKey={({ factor, value }) => `${factor} ${value?.en ?? ''}`}
          columns={useColumns(of)}
          dataSource={told.hazards.toSorted((a, b) => Number(b.isClear) - Number(a.isClear))}
          pagination={false}
        />
      </Scrolled>
      <p className="rg-filter-hint">
        {say({
          zh: '倍数 1.20：同样还没发生的两位客户，每一天发生的机会是 1.2 倍。这是相伴，不是因果：首单大的客户本来可能就不一样。一次看好几项，总会碰巧有一项显得不同，这已经扣除（Holm）；它假定快慢之比一直不变，只作线索。',
          en: 'A ratio of 1.20: of two customers to whom it has not happened yet, one is 1.2 times as likely on any day. That is what goes together, not what causes what: whoever begins with a large order may be another kind of customer. That among several things one stands out by chance is allowed for (Holm). The ratio is taken to stay the same over time; use it as a hint.',
        })}
      </p>
    </>
  )
}

function useColumns(of: Awaited): TableColumnsType<Hazard> {
  const say = useSay()
  const format = useFormat()
  return useMemo(() => {
    const times = (value: number) => value.toFixed(2)
    return [
      {
        title: say({ zh: '首购时', en: 'On the first day' }),
        render: (_, one) => (
          <div className="rg-churn-factor">
            {say(nameOfFactor(one.factor), { value: one.value ? say(one.value) : '' })}
            {one.against ? (
              <span className="rg-filter-hint"> {say({ zh: '对比 {other}', en: 'against {other}' }, { other: say(one.against) })}</span>
            ) : null}
          </div>
        ),
      },
      {
        title: say({ zh: '也就是说', en: 'That is' }),
        render: (_, one) => {
          const { words, tone } = verdictOf(of, one)
          return <Badge tone={tone}>{say(words)}</Badge>
        },
      },
      {
        title: say({ zh: '倍数（95% 区间）', en: 'Ratio (95% interval)' }),
        align: 'right',
        render: (_, one) =>
          say(
            { zh: '{ratio}（{low} 至 {high}）', en: '{ratio} ({low} to {high})' },
            { ratio: times(one.ratio), low: times(one.low), high: times(one.high) },
          ),
      },
      { title: say({ zh: '客户', en: 'Customers' }), align: 'right', render: (_, one) => format.count(one.customers) },
    ]
  }, [say, format, of])
}
