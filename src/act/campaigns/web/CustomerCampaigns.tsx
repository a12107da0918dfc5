import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Reason } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { customerCampaigns } from '../actions.ts'
import { MemberBadge, WhyMember } from './MembersDrawer.tsx'

/** The campaigns whose audience a customer was in: what they got, or why they did not. */
export function CustomerCampaigns({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(customerCampaigns, { id: customerId })
  return (
    <Section
      title={{ zh: '营销活动', en: 'Campaigns' }}
      nothing={asked.data?.members.length === 0 ? say({ zh: '没有参加过任何活动', en: 'Has not been in any' }) : null}
    >
      <Answered of={asked} rows={2}>
        {({ members }) =>
          members.map((member) => (
            <Reason
              key={member.id}
              what={
                <span>
                  <GoLink to={`/campaigns/${member.campaignId}`}>
                    {member.campaignName ?? say({ zh: '已删除的活动', en: 'A deleted campaign' })}
                  </GoLink>{' '}
                  <MemberBadge member={member} />
                </span>
              }
              since={format.date(member.enteredAt)}
            >
              <WhyMember member={member} />
            </Reason>
          ))
        }
      </Answered>
    </Section>
  )
}
