import { Alert } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink, useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, HiddenFromYou, hiddenWithin } from '../../../ui/States.tsx'
import { churnSearch } from '../churn-address.ts'
import { churnWonBack, readChurnSettings } from '../questions.ts'
import { ShareBar } from './ShareBar.tsx'

type Won = ReplyOf<typeof churnWonBack>
type Line = Won['byMonth'][number]

/** What came of the list: who came back after it, with what, and where the proof of an effect stands. */
export function WonTab() {
  const [{ months }] = useSearchState(churnSearch)
  const asked = useAsk(churnWonBack, { months })
  const reasons = useAsk(readChurnSettings, {}).data?.reasons ?? []
  const say = useSay()
  const format = useFormat()
  const nameOfReason = ({ key }: Line) => {
    const label = reasons.find((reason) => reason.key === key)?.label
    return label ? say(label) : say({ zh: '原因不明', en: 'No reason known' })
  }
  return (
    <Answered of={asked} rows={8}>
      {(won) =>
        won.all.back.of + won.all.mistaken === 0 ? (
          <Empty
            title={{ zh: '还没有结果', en: 'Nothing has ended yet' }}
            hint={{
              zh: '名单上的客户回来消费，或被记为没救回之后，这里按原因、月份和负责人统计。',
              en: 'Once customers of the list buy again or are put down as lost, this page counts them by reason, month and colleague.',
            }}
          />
        ) : (
          <>
            <Section title={{ zh: '挽回了多少', en: 'How many came back' }}>
              <Overall won={won} />
              <Listed won={won} months={months} />
            </Section>
            <Proofs proofs={won.proofs} />
            <Part title={{ zh: '按原因', en: 'By reason' }} lines={won.byReason} nameOf={nameOfReason} />
            <Part
              title={{ zh: '按列入的月份', en: 'By the month they came onto the list' }}
              lines={won.byMonth}
              nameOf={({ key }) => format.month(key)}
            />
            <Part
              title={{ zh: '按负责人', en: 'By colleague' }}
              lines={won.byColleague}
              nameOf={({ name }) => name ?? say({ zh: '公共', en: 'Nobody’s' })}
            />
          </>
        )
      }
    </Answered>
  )
}

function Overall({ won }: { readonly won: Won }) {
  const say = useSay()
  const format = useFormat()
  const { back, money, mistaken, open } = won.all
  return (
    <p>
      <Sentence
        words={{
          zh: '已了结的 {of} 位中 {hits} 位回来了：{share}（95% 区间 {low} 至 {high}），随后消费 {money}。另有 {mistaken} 位是误报，{open} 位还在名单上。',
          en: 'Of {of} that ended {hits} came back: {share} (95% interval {low} to {high}), and spent {money} after. {mistaken} {mistaken|was a false alarm|were false alarms}, {open} {open|is|are} on the list still.',
        }}
        parts={{
          of: format.count(back.of),
          hits: format.count(back.hits),
          share: format.percent(back.share, 0),
          low: format.percent(back.low, 0),
          high: format.percent(back.high, 0),
          money: money === null ? say(hiddenWithin) : format.shortMoney(money),
          mistaken: format.count(mistaken),
          open: format.count(open),
        }}
      />
    </p>
  )
}

/** What these figures are made of; the parts by reason, month and colleague are of the same customers. */
function Listed({ won: { asOf, all }, months }: { readonly won: Won; readonly months: number }) {
  const say = useSay()
  return (
    <MadeOf
      asOf={asOf}
      rows={all.back.of + all.mistaken + all.open}
      of="records"
      definition={say(
        {
          zh: '一条记录是近 {months} 个月里一位客户列入名单一次。回来 = 列入之后又消费；误报和进行中的不算进比例，黑线是 95% 区间（Wilson）。随后消费只计列入后设定天数内的。',
          en: 'A record is one time that a customer came onto the list in the last {months} months. Came back: bought after that; false alarms and open ones are in no share, the black line is the 95% interval (Wilson). Spent after: within the days that are set.',
        },
        { months },
      )}
    />
  )
}

function Proofs({ proofs }: { readonly proofs: Won['proofs'] }) {
  const say = useSay()
  const title = say({
    zh: '这是“之后回来了”，不是“因此回来了”：有些人本来就会回来。要知道挽回的真实效果，请看带对照组的旅程。',
    en: 'They came back after, not because: some would have come anyway. For the true effect look at journeys with a holdout.',
  })
  const links = proofs.map(({ journeyId, name, customers }) => (
    <GoLink key={journeyId} to="/results" search={{ journey: journeyId }}>
      {say({ zh: '{name}的效果（名单上 {n} 位在其中）', en: 'Result of {name} ({n} of the list were in it)' }, { name, n: customers })}
    </GoLink>
  ))
  return (
    <Alert
      type="info"
      showIcon
      className="rg-churn-proof"
      title={title}
      {...(links.length > 0 ? { description: <span className="rg-churn-links">{links}</span> } : {})}
    />
  )
}

function Part({
  title,
  lines,
  nameOf,
}: {
  readonly title: Words
  /** Null: hidden from the reader's role. */
  readonly lines: readonly Line[] | null
  readonly nameOf: (line: Line) => string
}) {
  const say = useSay()
  const format = useFormat()
  return (
    <Section title={title}>
      {lines === null ? (
        <HiddenFromYou />
      ) : (
        <ul className="rg-churn-shares">
          {lines.map((line) => (
            <ShareBar
              key={line.key}
              name={nameOf(line)}
              share={line.back}
              unit={{ zh: '位', en: 'customers' }}
              more={
                line.money || line.open > 0
                  ? say(
                      line.money === null
                        ? { zh: '，{open} 位进行中', en: ', {open} open' }
                        : { zh: '，随后消费 {money}，{open} 位进行中', en: ', spent {money} after, {open} open' },
                      { money: format.shortMoney(line.money), open: format.count(line.open) },
                    )
                  : null
              }
            />
          ))}
        </ul>
      )}
    </Section>
  )
}
