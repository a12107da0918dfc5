import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Reason } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { segmentsOfCustomer } from '../questions.ts'
import { WhyMember } from './WhyMember.tsx'

/** The segments that a customer is in, since when and why. */
export function CustomerSegments({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(segmentsOfCustomer, { id: customerId })
  return (
    <Section
      title={{ zh: '所在细分', en: 'Segments' }}
      nothing={asked.data?.segments.length === 0 ? say({ zh: '不在任何细分里', en: 'In no segment' }) : null}
    >
      <Answered of={asked} rows={2}>
        {({ segments }) =>
          segments.map((segment) => (
            <Reason
              key={segment.id}
              what={<GoLink to={`/segments/${segment.id}`}>{segment.name}</GoLink>}
              since={say({ zh: '{day} 起', en: 'since {day}' }, { day: format.date(segment.since) })}
            >
              {say(segment.sentence)}
              <WhyMember customerId={customerId} segmentId={segment.id} name={segment.name} />
            </Reason>
          ))
        }
      </Answered>
    </Section>
  )
}
