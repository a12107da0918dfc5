import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { messageStates, messageStateWords } from '../../messages/message.ts'
import type { customerJourneys } from '../actions.ts'

type Line = ReplyOf<typeof customerJourneys>['runs'][number]['log'][number]

/** What became of the message of a line: sent, waiting, or refused with the rule; a way to the message itself. */
export function MessageFate({ customerId, line }: { readonly customerId: string; readonly line: Line }) {
  const say = useSay()
  const { message } = line
  if (!message) return null
  const state = messageStates.find((one) => one === message.state)
  const label = state ? say(messageStateWords[state].label) : message.state
  return (
    <>
      {' · '}
      <GoLink to="/messages" search={{ message: message.id, customer: customerId }}>
        {message.reason ? say({ zh: '{state}：{reason}', en: '{state}: {reason}' }, { state: label, reason: say(message.reason) }) : label}
      </GoLink>
    </>
  )
}
