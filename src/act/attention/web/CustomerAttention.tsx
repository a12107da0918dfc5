import type { ReplyOf } from '../../../core/action/action.ts'
import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge, Reason } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { customerAttention } from '../actions.ts'

type Verdict = ReplyOf<typeof customerAttention>['marketing'][number]

const states: Readonly<Record<Verdict['state'], { readonly label: Words; readonly tone: Tone }>> = {
  now: { label: { zh: '现在可以', en: 'Now' }, tone: 'good' },
  later: { label: { zh: '稍后可以', en: 'Later' }, tone: 'attention' },
  no: { label: { zh: '不可以', en: 'No' }, tone: 'neutral' },
}

/** What may still be sent to this customer, by which channel, and which rule says no. */
export function CustomerAttention({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(customerAttention, { customerId })
  return (
    <Section title={{ zh: '还能发什么', en: 'What may still be sent' }}>
      <Answered of={asked} rows={3}>
        {({ marketing, service }) => (
          <>
            <h3 className="rg-attention-kind">{say({ zh: '营销', en: 'Marketing' })}</h3>
            {marketing.map((one) => (
              <Line key={one.channel} one={one} />
            ))}
            <h3 className="rg-attention-kind">{say({ zh: '服务通知', en: 'Service' })}</h3>
            {service.map((one) => (
              <Line key={one.channel} one={one} />
            ))}
          </>
        )}
      </Answered>
    </Section>
  )
}

function Line({ one }: { readonly one: Verdict }) {
  const say = useSay()
  const format = useFormat()
  const { label, tone } = states[one.state]
  return (
    <Reason
      what={
        <span>
          {say(one.label)} <Badge tone={tone}>{say(label)}</Badge>
        </span>
      }
      since={one.from ? say({ zh: '{at} 起', en: 'from {at}' }, { at: format.dateTime(one.from) }) : null}
    >
      {one.reason ? say(one.reason.words) : null}{' '}
      {one.limits.length > 0 ? (
        <Explain
          name={{ zh: '这位客户的额度', en: 'Limits of this customer' }}
          definition={one.limits
            .map(({ words, sent, kept, most }) => `${say(words)}：${sent}${kept > 0 ? ` + ${kept}` : ''} / ${most}`)
            .join(say({ zh: '；', en: '; ' }))}
        >
          {one.limits.map(({ sent, most }) => `${sent}/${most}`).join(' · ')}
        </Explain>
      ) : null}
    </Reason>
  )
}
