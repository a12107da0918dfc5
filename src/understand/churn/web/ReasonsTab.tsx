import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, HiddenFromYou } from '../../../ui/States.tsx'
import { reasonRule } from '../churn-address.ts'
import { churnReasons } from '../questions.ts'
import { fromWords, reasonFrom } from '../reasons.ts'
import { type ReasonLine, sumReasons } from '../sum-reasons.ts'

/** Why customers stay away, where each reason was found, and what came of winning them back. */
export function ReasonsTab() {
  const asked = useAsk(churnReasons, {})
  const format = useFormat()
  return (
    <Answered of={asked} rows={8}>
      {({ asOf, away, unexplained, reasons }) =>
        away === 0 ? (
          <Empty title={{ zh: '现在没有晚了或流失的客户', en: 'Nobody is late or gone now' }} />
        ) : (
          <Section
            title={{ zh: '为什么不来了', en: 'Why they stay away' }}
            note={
              <Sentence
                words={{
                  zh: '{away} 位晚了或流失的客户中，{known} 位知道原因，{unknown} 位还不知道。',
                  en: 'Of {away} who are late or gone, {known} have a reason and {unknown} none yet.',
                }}
                parts={{ away: format.count(away), known: format.count(away - unexplained), unknown: format.count(unexplained) }}
              />
            }
          >
            <ReasonTable reasons={reasons} />
            <MadeOf
              asOf={asOf}
              rows={away}
              of="customers"
              definition={{
                zh: '现在晚了或流失的客户，每位只记一个原因，人工填写的优先。“挽回后回来”是上过名单、已有结果的客户里又来消费的比例（95% 区间）。回来的客户若没来得及问原因，就不在任何原因里，所以比例偏低。',
                en: 'Customers who are late or gone now, each under one reason; what a person put down comes first. “Came back” is the share that bought again of those listed whose winning back has ended (95% interval). Who came back before anybody asked why stands under no reason, so shares are on the low side.',
              }}
            />
          </Section>
        )
      }
    </Answered>
  )
}

function ReasonTable({ reasons }: { readonly reasons: readonly ReasonLine[] }) {
  const say = useSay()
  const shown = reasons.filter((reason) => !reason.retired || reason.away > 0 || reason.wonBack.of > 0)
  const groups = shown.filter(({ parent }) => parent === null)
  return (
    <div className="rg-churn-scroll" role="region" tabIndex={0} aria-label={say({ zh: '原因表', en: 'Table of reasons' })}>
      <table className="rg-churn-table">
        <thead>
          <tr>
            <th scope="col">{say({ zh: '原因', en: 'Reason' })}</th>
            <th scope="col">{say({ zh: '现在晚了或流失', en: 'Late or gone now' })}</th>
            <th scope="col">{say({ zh: '他们共消费过', en: 'They have spent' })}</th>
            <th scope="col">{say({ zh: '由何得知', en: 'How it is known' })}</th>
            <th scope="col">{say({ zh: '挽回后回来', en: 'Came back' })}</th>
            <th scope="col">{say({ zh: '随后消费', en: 'Spent after' })}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const under = shown.filter(({ parent }) => parent === group.key)
            return [
              <ReasonRow key={group.key} reason={sumReasons(group, under)} under={under} />,
              ...under.map((reason) => <ReasonRow key={reason.key} reason={reason} />),
            ]
          })}
        </tbody>
      </table>
    </div>
  )
}

/** A reason, or with what stands `under` it a group of them. */
function ReasonRow({ reason, under }: { readonly reason: ReasonLine; readonly under?: readonly ReasonLine[] }) {
  const say = useSay()
  const format = useFormat()
  const { away, spend, from, wonBack, money } = reason
  const ways = reasonFrom.filter((how) => from[how] > 0)
  return (
    <tr className={under ? 'rg-churn-group' : undefined}>
      <th scope="row">{say(reason.label)}</th>
      <td>
        {away > 0 ? (
          <GoLink to="/customers" search={{ rule: reasonRule(reason.key, ...(under ?? []).map(({ key }) => key)) }}>
            {format.count(away)}
          </GoLink>
        ) : (
          '—'
        )}
      </td>
      <td>{away === 0 ? '—' : spend === null ? <HiddenFromYou /> : format.shortMoney(spend)}</td>
      <td>
        {ways.length === 0 ? '—' : ways.map((how) => `${say(fromWords[how])} ${format.count(from[how])}`).join(say({ zh: '，', en: ', ' }))}
      </td>
      <td>
        {wonBack.share === null
          ? '—'
          : say(
              { zh: '{share}（{low} 至 {high}，{of} 人）', en: '{share} ({low} to {high}, of {of})' },
              {
                share: format.percent(wonBack.share, 0),
                low: format.percent(wonBack.low, 0),
                high: format.percent(wonBack.high, 0),
                of: wonBack.of,
              },
            )}
      </td>
      <td>{wonBack.share === null ? '—' : money === null ? <HiddenFromYou /> : format.shortMoney(money)}</td>
    </tr>
  )
}
