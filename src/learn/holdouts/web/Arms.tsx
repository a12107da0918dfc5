import type { ReactNode } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { methods, peopleOf, type Whole } from './verdict.ts'

type Arm = Whole['treated']
type Line = { readonly name: Words; readonly how: Words; readonly say: (arm: Arm) => string }

/** The two arms side by side; every number opens its people. */
export function Arms({ result, asOf }: { readonly result: Whole; readonly asOf: Date }) {
  const say = useSay()
  const format = useFormat()
  const lines: readonly Line[] = [
    {
      name: result.closedOnly
        ? { zh: '观察期已满的客户', en: 'People whose window is over' }
        : { zh: '计入的客户', en: 'People who count' },
      how: methods.people,
      say: (arm) => format.count(arm.people),
    },
    { name: { zh: '其中购买的', en: 'Bought' }, how: methods.buyers, say: (arm) => format.count(arm.buyers) },
    { name: { zh: '购买率', en: 'Share who bought' }, how: methods.conversion, say: (arm) => format.percent(arm.conversion) },
    {
      name: { zh: '人均消费', en: 'Revenue a person' },
      how: methods.revenue,
      say: (arm) => (arm.revenuePerPerson === null ? '—' : format.money(Math.round(arm.revenuePerPerson))),
    },
    { name: { zh: '观察期未满的客户', en: 'Still within their window' }, how: methods.waiting, say: (arm) => format.count(arm.waiting) },
    { name: { zh: '已发送的消息', en: 'Messages sent' }, how: methods.messages, say: (arm) => format.count(arm.messages['sent'] ?? 0) },
  ]
  const cell = (line: Line, arm: 'treated' | 'holdout'): ReactNode => (
    <Explain
      name={line.name}
      definition={line.how}
      asOf={asOf}
      rows={result[arm].people + (result.closedOnly ? result[arm].waiting : 0)}
      who={peopleOf(result, arm)}
    >
      {line.say(result[arm])}
    </Explain>
  )
  return (
    <Section title={{ zh: '两组客户', en: 'The two arms' }}>
      <table className="rg-arms">
        <thead>
          <tr>
            <td />
            <th scope="col">{say({ zh: '参与组', en: 'Treated' })}</th>
            <th scope="col">{say({ zh: '对照组', en: 'Holdout' })}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.name.en}>
              <th scope="row">{say(line.name)}</th>
              <td>{cell(line, 'treated')}</td>
              <td>{cell(line, 'holdout')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
