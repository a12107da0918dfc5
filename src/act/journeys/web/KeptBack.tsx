import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { countMessages } from '../../messages/actions.ts'
import { messageStates, messageStateWords } from '../../messages/message.ts'

/** Why messages of this journey did not go out, or wait: each reason with its number, a way to the very messages. */
export function KeptBack({ journeyId }: { readonly journeyId: string }) {
  const say = useSay()
  const format = useFormat()
  const { data } = useAsk(countMessages, { journeyId }, { keep: true, every: 10_000 })
  const reasons = (data?.reasons ?? []).filter(({ state }) => state !== 'sending')
  if (reasons.length === 0) return null
  return (
    <Section title={{ zh: '没有发出的消息，都是为什么', en: 'Why some messages did not go out' }}>
      <ul className="rg-journey-reasons">
        {reasons.map(({ state, code, words, count }) => {
          const known = messageStates.find((one) => one === state)
          return (
            <li key={`${state} ${code}`}>
              <span>
                {known ? <Badge tone={messageStateWords[known].tone}>{say(messageStateWords[known].label)}</Badge> : null} {say(words)}
              </span>
              <GoLink to="/messages" search={{ journey: journeyId, state, reason: code }}>
                {say({ zh: '{n} 封', en: count === 1 ? '{n} message' : '{n} messages' }, { n: format.count(count) })}
              </GoLink>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
