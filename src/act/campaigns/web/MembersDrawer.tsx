import { Drawer } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { messageStates, messageStateWords } from '../../messages/message.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Portions } from '../../../ui/Portions.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { listMembers } from '../actions.ts'
import { memberStateWords } from '../campaign.ts'
import type { CampaignSearch } from '../campaigns-address.ts'

export type Member = ReplyOf<typeof listMembers>['rows'][number]

type Props = { readonly campaignId: string; readonly which: CampaignSearch | null; readonly onClose: () => void }

/** The people behind a count: what became of each, and the rule where one did not get it. */
export function MembersDrawer({ campaignId, which, onClose }: Props) {
  const say = useSay()
  return (
    <Drawer
      open={which !== null}
      onClose={onClose}
      title={say({ zh: '活动里的客户', en: 'Customers of the campaign' })}
      size={640}
      destroyOnHidden
    >
      {which ? <People campaignId={campaignId} which={which} /> : null}
    </Drawer>
  )
}

function People({ campaignId, which }: { readonly campaignId: string; readonly which: CampaignSearch }) {
  const say = useSay()
  const { edition, state, reason, arm, variant, outcome, days, by } = which
  const given = Object.fromEntries(
    Object.entries({ edition, state, reason, arm, variant, outcome, days, by }).filter(([, value]) => value !== undefined),
  )
  const asked = useAskMore(listMembers, (after: string | undefined) => ({ id: campaignId, ...given, ...(after ? { after } : {}) }))
  return (
    <Portions of={asked} nothing={{ zh: '现在没有这样的客户', en: 'Nobody at present' }} more={{ zh: '更多客户', en: 'More customers' }}>
      {(rows) => (
        <ul aria-label={say({ zh: '客户', en: 'Customers' })}>
          {rows.map((member) => (
            <li key={member.id} className="rg-member">
              <div className="rg-member-head">
                <CustomerLink id={member.customerId} name={member.customerName} />
                <MemberBadge member={member} />
                {member.variant ? <span>{member.variant.toUpperCase()}</span> : null}
              </div>
              <WhyMember member={member} />
            </li>
          ))}
        </ul>
      )}
    </Portions>
  )
}

/** The message's state where there is a message, else the member's. */
export function MemberBadge({ member }: { readonly member: Pick<Member, 'state' | 'message'> }) {
  const say = useSay()
  const sent = messageStates.find((one) => one === member.message?.state)
  const { label, tone } = sent ? messageStateWords[sent] : memberStateWords[member.state]
  return <Badge tone={tone}>{say(label)}</Badge>
}

/** In words: which rule, or when it left and what followed. */
export function WhyMember({ member }: { readonly member: Pick<Member, 'reason' | 'message' | 'state' | 'dueAt'> }) {
  const say = useSay()
  const format = useFormat()
  const { message } = member
  const parts = message
    ? [
        message.reason ? say(message.reason) : null,
        message.sentAt ? say({ zh: '{at} 发出', en: 'sent {at}' }, { at: format.dateTime(message.sentAt) }) : null,
        message.deliveredAt ? say({ zh: '{at} 送达', en: 'delivered {at}' }, { at: format.dateTime(message.deliveredAt) }) : null,
        message.clickedAt ? say({ zh: '{at} 点击', en: 'clicked {at}' }, { at: format.dateTime(message.clickedAt) }) : null,
        message.repliedAt ? say({ zh: '{at} 回复', en: 'replied {at}' }, { at: format.dateTime(message.repliedAt) }) : null,
      ]
    : [
        member.state === 'waiting' && member.dueAt
          ? say({ zh: '预计 {at} 发', en: 'to be sent {at}' }, { at: format.dateTime(member.dueAt) })
          : member.reason
            ? say(member.reason)
            : null,
      ]
  const said = parts.filter((part) => part !== null)
  return said.length > 0 ? <p className="rg-member-why">{said.join(' · ')}</p> : null
}
