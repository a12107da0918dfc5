import { testMetricOptions } from '../../../act/journeys/steps/ab-test.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { IntervalBar } from './IntervalBar.tsx'
import { signed, type Whole } from './verdict.ts'

type Test = Whole['tests'][number]

/** The A/B tests inside a journey: what each way did, how they compare, and whether one was surely better before the end. */
export function StepTests({ result }: { readonly result: Whole }) {
  const say = useSay()
  if (result.tests.length === 0) return null
  return (
    <Section
      title={{ zh: '旅程里的 A/B 测试', en: 'A/B tests inside the journey' }}
      note={say({
        zh: '每小时看一次；区间随时看都有效，几种做法一起比时已按次数放宽。',
        en: 'Looked at every hour; the intervals hold at every look, and are widened for comparing several ways at once.',
      })}
    >
      {result.tests.map((test) => (
        <OneTest key={test.step} test={test} />
      ))}
    </Section>
  )
}

const nameOf = ({ ways }: Test, way: string): string => ways.find((one) => one.way === way)?.label ?? way.toUpperCase()

function OneTest({ test }: { readonly test: Test }) {
  const say = useSay()
  const format = useFormat()
  const isMoney = test.metric === 'revenue'
  const value = (amount: number) => (isMoney ? format.money(Math.round(amount)) : format.percent(amount))
  const metric = testMetricOptions.find((one) => one.value === test.metric)?.label ?? { zh: test.metric, en: test.metric }
  return (
    <>
      <p>
        {say(verdictOf(test), {
          metric,
          days: test.days,
          way: test.winner === null ? '' : nameOf(test, test.winner),
          at: test.decidedAt ? format.date(test.decidedAt) : '',
        })}
      </p>
      <table className="rg-arms">
        <thead>
          <tr>
            <th scope="col">{say({ zh: '做法', en: 'Way' })}</th>
            <th scope="col">{say({ zh: '人数', en: 'People' })}</th>
            <th scope="col">{say(metric)}</th>
          </tr>
        </thead>
        <tbody>
          {test.ways.map((one) => (
            <tr key={one.way}>
              <th scope="row">{nameOf(test, one.way)}</th>
              <td>{format.count(one.people)}</td>
              <td>{one.value === null ? '—' : value(one.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {test.pairs.map(({ one, other, lift }) => {
        const name: Words = {
          zh: `${nameOf(test, one)} 比 ${nameOf(test, other)}`,
          en: `${nameOf(test, one)} against ${nameOf(test, other)}`,
        }
        return lift ? (
          <IntervalBar
            key={`${one} ${other}`}
            name={name}
            interval={lift}
            format={(amount) => (isMoney ? signed(amount, format.money) : format.change(amount))}
          />
        ) : null
      })}
    </>
  )
}

function verdictOf({ winner, stopsEarly }: Test): Words {
  if (winner !== null)
    return {
      zh: '比“{metric}”（{days} 天内）：“{way}”确实更好，{at} 提前分出胜负，此后所有人都走这一路。',
      en: '{metric} within {days} days: “{way}” is surely better. It was decided early, on {at}; since then everybody takes it.',
    }
  return stopsEarly
    ? {
        zh: '比“{metric}”（{days} 天内）：还没有分出高下；确实分出高下时会提前结束，所有人走更好的一路。',
        en: '{metric} within {days} days: not decided yet. Once one is surely better it stops early, and everybody takes that way.',
      }
    : {
        zh: '比“{metric}”（{days} 天内）：只比较，不提前结束，由您决定走哪一路。',
        en: '{metric} within {days} days: compared only. It does not stop early; which way to take is left to you.',
      }
}
