import type { ReplyOf } from '../../../core/action/action.ts'
import { useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge, Reason } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { channelKindOf } from '../../channels/channel-kinds.ts'
import { listMessages } from '../actions.ts'
import { messageStateWords } from '../message.ts'

type Line = ReplyOf<typeof listMessages>['rows'][number]

/** What was sent to a customer, or was not, and why. */
export function CustomerMessages({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAskMore(listMessages, (after: string | undefined) => ({ customerId, limit: 5, ...(after ? { after } : {}) }))
  const lines = asked.data?.pages.flatMap((page) => page.rows)
  return (
    <Section title={{ zh: '发给这位客户的消息', en: 'Messages to this customer' }}>
      {lines ? (
        <>
          {lines.length === 0 ? (
            <p className="rg-quiet">{say({ zh: '还没有给这位客户发过消息。', en: 'Nothing has been sent to this customer.' })}</p>
          ) : null}
          {lines.map((line) => (
            <MessageLine key={line.id} line={line} />
          ))}
          <MoreButton of={asked} words={{ zh: '更早的消息', en: 'Earlier messages' }} small />
        </>
      ) : asked.error ? (
        <ErrorState error={asked.error} retry={asked.refetch} />
      ) : (
        <Loading rows={2} />
      )}
    </Section>
  )
}

function MessageLine({ line }: { readonly line: Line }) {
  const say = useSay()
  const format = useFormat()
  const state = messageStateWords[line.state]
  return (
    <Reason
      what={
        <span>
          <Badge tone={state.tone}>{say(state.label)}</Badge> {line.subject ?? line.templateName ?? line.channel}
          <span className="rg-quiet"> · {say(channelKindOf(line.channel)?.label ?? { zh: line.channel, en: line.channel })}</span>
        </span>
      }
      since={format.dateTime(line.sentAt ?? line.createdAt)}
    >
      {line.reason ? say(line.reason.words) : line.address}
    </Reason>
  )
}
