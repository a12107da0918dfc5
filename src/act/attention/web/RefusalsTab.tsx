import { useGo } from '../../../ui/address.tsx'
import { Bars } from '../../../ui/Bars.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Lines } from '../../../ui/Lines.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { refusalStatistics } from '../actions.ts'

const days = 28

/** What did not go out in four weeks, by rule, channel, plan and day; each number opens its messages. */
export function RefusalsTab() {
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const asked = useAsk(refusalStatistics, { days })
  const openReason = (reason: string) => go('/messages', { search: { state: 'skipped', reason } })
  return (
    <Answered of={asked} rows={8}>
      {({ total, sent, rules, channels, plans, days: byDay }) =>
        total === 0 ? (
          <Empty
            title={{ zh: '最近四周没有消息被拦下', en: 'Nothing was refused in the last four weeks' }}
            hint={{
              zh: '同意、额度、免打扰等规则拦下的每一条消息，都会带着原因列在这里。',
              en: 'Every message that consent, a limit or quiet hours kept back stands here with its rule.',
            }}
            next={{ label: { zh: '看看发件箱', en: 'Open the outbox' }, to: '/messages' }}
          />
        ) : (
          <>
            <Section title={{ zh: '按规则', en: 'By rule' }}>
              <p>
                <Sentence
                  words={{
                    zh: '最近 {days} 天，{total} 条消息按规则没有发出，{sent} 条发出。',
                    en: 'In the last {days} days {total} messages were kept back by a rule, and {sent} went out.',
                  }}
                  parts={{ days: format.count(days), total: format.count(total), sent: format.count(sent) }}
                />
              </p>
              <Bars
                label={{ zh: '没有发出的消息，按规则', en: 'Refused messages by rule' }}
                valueName={{ zh: '消息', en: 'Messages' }}
                keyName={{ zh: '规则', en: 'Rule' }}
                bars={rules.map(({ code, words, count }) => ({ key: code, name: say(words), value: count }))}
                format={format.count}
                lying
                onOpen={openReason}
              />
            </Section>
            <Section title={{ zh: '按天', en: 'By day' }}>
              <Lines
                label={{ zh: '每天没有发出的消息', en: 'Refused messages a day' }}
                momentName={{ zh: '日期', en: 'Day' }}
                moments={byDay.map(({ date }) => date.slice(5))}
                series={[{ key: 'refused', name: say({ zh: '没有发出', en: 'Refused' }), values: byDay.map(({ count }) => count) }]}
                format={format.count}
                height={200}
              />
            </Section>
            <Section title={{ zh: '按渠道和计划', en: 'By channel and plan' }}>
              <ul className="rg-attention-sums">
                {channels.map(({ channel, label, count }) => (
                  <li key={channel}>
                    {say(label)} <b>{format.count(count)}</b>
                  </li>
                ))}
              </ul>
              <ul className="rg-attention-sums">
                {plans.map(({ kind, id, name, count }) => (
                  <li key={`${kind} ${id}`}>
                    {kind === 'hand' ? say({ zh: '手工发送', en: 'By hand' }) : (name ?? say({ zh: '（已删除）', en: '(deleted)' }))}{' '}
                    <b>{format.count(count)}</b>
                  </li>
                ))}
              </ul>
            </Section>
          </>
        )
      }
    </Answered>
  )
}
