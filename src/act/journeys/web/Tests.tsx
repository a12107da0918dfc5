import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { type Block, type DraftStep, stepsOf } from '../flow.ts'
import { nameOfWay } from './say-journey.ts'
import type { Journey } from './journey-answer.ts'

/** How the A/B tests of a journey stand, and which were decided. */
export function Tests({ journey, flow }: { readonly journey: Journey; readonly flow: readonly Block[] }) {
  const steps = stepsOf(flow)
  const tests = journey.steps.flatMap((counts) => {
    const step = steps.find(({ id }) => id === counts.id)
    return step && counts.test ? [{ step, test: counts.test }] : []
  })
  if (tests.length === 0) return null
  return (
    <Section title={{ zh: 'A/B 测试', en: 'A/B tests' }}>
      {tests.map(({ step, test }) => (
        <TestLine key={step.id} step={step} test={test} />
      ))}
    </Section>
  )
}

type Test = NonNullable<Journey['steps'][number]['test']>

function TestLine({ step, test }: { readonly step: DraftStep; readonly test: Test }) {
  const say = useSay()
  const format = useFormat()
  const isShare = step['metric'] !== 'revenue'
  return (
    <>
      <p>
        {test.winner === null
          ? say({ zh: '还没有分出高下，随时可以看，不会误判。', en: 'Not decided yet; it may be looked at whenever you like.' })
          : say(
              { zh: '“{way}”确实更好，{at} 起所有人都走它。', en: '“{way}” is surely better; since {at} everybody takes it.' },
              { way: nameOfWay(step, test.winner), at: test.decidedAt ? format.date(test.decidedAt) : '' },
            )}
      </p>
      <ul className="rg-journey-reasons">
        {test.ways.map(({ way, people, mean }) => (
          <li key={way}>
            <span>{nameOfWay(step, way)}</span>
            <span>
              {say({ zh: '{n} 人', en: '{n} {n|person|people}' }, { n: format.count(people) })} ·{' '}
              {isShare ? format.percent(mean) : format.money(Math.round(mean))}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
