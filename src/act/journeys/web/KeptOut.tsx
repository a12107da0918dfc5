import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { labelOfWhy } from '../why.ts'
import type { Journey } from './journey-answer.ts'

/** Why customers were not let into this journey: each reason with its number, a way to the very customers. */
export function KeptOut({ journey }: { readonly journey: Journey }) {
  const say = useSay()
  const format = useFormat()
  const reasons = Object.entries(journey.skipped).toSorted(([, one], [, other]) => other - one)
  if (reasons.length === 0) return null
  return (
    <Section title={{ zh: '没有进入的客户，都是为什么', en: 'Why some customers were not let in' }}>
      <ul className="rg-journey-reasons">
        {reasons.map(([code, count]) => (
          <li key={code}>
            <span>{say(labelOfWhy(code))}</span>
            <GoLink to={`/journeys/${journey.id}`} search={{ people: true, out: code }}>
              {say({ zh: '{n} 人次', en: '{n} {n|time|times}' }, { n: format.count(count) })}
            </GoLink>
          </li>
        ))}
      </ul>
    </Section>
  )
}
