import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { guardrails } from '../guardrails.ts'
import { peopleOf, type Whole } from './verdict.ts'

/** What must not get worse: unsubscribed, complained, bounced, refunded, with an alarm where it surely did. */
export function Guardrails({ result, asOf }: { readonly result: Whole; readonly asOf: Date }) {
  const say = useSay()
  const format = useFormat()
  if (result.guardrails.length === 0) return null
  const share = (part: { n: number; of: number } | null) =>
    part === null || part.of === 0 ? '—' : `${format.count(part.n)} (${format.percent(part.n / part.of, 2)})`
  return (
    <Section title={{ zh: '护栏', en: 'Guardrails' }}>
      <Scrolled label={{ zh: '护栏', en: 'Guardrails' }}>
        <table className="rg-arms">
          <thead>
            <tr>
              <td />
              <th scope="col">{say({ zh: '参与组', en: 'Treated' })}</th>
              <th scope="col">{say({ zh: '对照组', en: 'Holdout' })}</th>
              <th scope="col">{say({ zh: '判断', en: 'Verdict' })}</th>
            </tr>
          </thead>
          <tbody>
            {result.guardrails.map((one) => {
              const known = guardrails.find(({ name }) => name === one.name)
              return known ? (
                <tr key={one.name}>
                  <th scope="row">{say(known.label)}</th>
                  <td>
                    <Explain name={known.label} definition={known.how} asOf={asOf} rows={one.treated.of} who={peopleOf(result, 'treated')}>
                      {share(one.treated)}
                    </Explain>
                  </td>
                  <td>{share(one.holdout)}</td>
                  <td>
                    <Badge tone={one.alarm ? 'danger' : 'good'}>{say(one.sentence)}</Badge>
                  </td>
                </tr>
              ) : null
            })}
          </tbody>
        </table>
      </Scrolled>
    </Section>
  )
}
