import { Alert } from 'antd'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { unlikelySplit } from '../judge-result.ts'
import { listTrials } from '../trials.ts'
import { Arms } from './Arms.tsx'
import { DayChart } from './DayChart.tsx'
import { Guardrails } from './Guardrails.tsx'
import { IntervalBar } from './IntervalBar.tsx'
import { Lifts } from './Lifts.tsx'
import { StepTests } from './StepTests.tsx'
import { kindWords, methods, signed, verdictOf, type Whole } from './verdict.ts'
import { Editions, Variants } from './Variants.tsx'

type Props = { readonly result: Whole; readonly asOf: Date }

/** All that one trial tells: the sentence first, then the picture over days, the differences, and who was in it. */
export function TrialView({ result, asOf }: Props) {
  return (
    <>
      <Verdict result={result} />
      <SplitAlert result={result} />
      <DayChart series={result.series} />
      <Lifts result={result} asOf={asOf} />
      <TwoNumbers result={result} asOf={asOf} />
      <Together result={result} />
      <Variants result={result} />
      <StepTests result={result} />
      <Guardrails result={result} asOf={asOf} />
      <Arms result={result} asOf={asOf} />
      <Editions result={result} />
      <HowSure result={result} />
    </>
  )
}

function Verdict({ result }: { readonly result: Whole }) {
  const say = useSay()
  const format = useFormat()
  const { label, tone } = verdictOf(result.verdict, result.treated.people + result.holdout.people)
  const waiting = result.treated.waiting + result.holdout.waiting
  const values = { n: format.count(waiting), days: result.days }
  return (
    <Section>
      <div className="rg-result-sentence">
        <Badge tone={tone}>{say(label)}</Badge>
        <p>{say(result.sentence)}</p>
      </div>
      {waiting > 0 ? (
        <p className="rg-filter-hint">
          {result.closedOnly
            ? say(
                { zh: '还有 {n} 位客户的 {days} 天没有满，先不计入。', en: 'Still within their {days} days and not counted yet: {n}.' },
                values,
              )
            : say(
                {
                  zh: '还有 {n} 位客户的 {days} 天没有满，他们之后的消费还会加上来。',
                  en: 'Still within their {days} days: {n}; what they spend until then will be added.',
                },
                values,
              )}
        </p>
      ) : null}
      {result.kind === 'global' && result.verdict === 'no-holdout' ? (
        <GoLink to="/global-holdout">{say({ zh: '设置全局对照组', en: 'Set up a global holdout' })}</GoLink>
      ) : null}
    </Section>
  )
}

function SplitAlert({ result: { balance } }: { readonly result: Whole }) {
  const say = useSay()
  const format = useFormat()
  if (!balance || balance.p >= unlikelySplit) return null
  return (
    <Alert
      className="rg-mail-hint"
      type="warning"
      showIcon
      title={say(
        {
          zh: '两组人数的比例和设定的不一样（应为 {expected}，实为 {observed}），很可能不是偶然。可能有客户没有按抽签进入，结果不能当真。',
          en: 'The split is not as drawn ({expected} expected, {observed} found), hardly by chance. Some may have entered past the draw; the result cannot be believed.',
        },
        { expected: format.percent(balance.expected), observed: format.percent(balance.observed) },
      )}
    />
  )
}

/** The number that others show beside the one that counts, with what lies between them. */
function TwoNumbers({ result, asOf }: Props) {
  const say = useSay()
  const format = useFormat()
  const { attributed, incrementalRevenue: incremental, cost } = result
  if (!attributed || !incremental) return null
  const definition = {
    zh: methods.attributed.zh.replace('{days}', String(attributed.days)),
    en: methods.attributed.en.replace('{days}', String(attributed.days)),
  }
  return (
    <Section title={{ zh: '两个数字，为什么不同', en: 'Two numbers, and why they differ' }}>
      <table className="rg-arms">
        <tbody>
          <tr>
            <th scope="row">{say({ zh: '归因收入', en: 'Attributed revenue' })}</th>
            <td>
              <Explain name={{ zh: '归因收入', en: 'Attributed revenue' }} definition={definition} asOf={asOf} rows={attributed.people}>
                {format.money(Math.round(attributed.revenue))}
              </Explain>
            </td>
          </tr>
          <tr>
            <th scope="row">{say({ zh: '增量收入', en: 'Incremental revenue' })}</th>
            <td>
              <Explain
                name={{ zh: '增量收入', en: 'Incremental revenue' }}
                definition={methods.total}
                asOf={asOf}
                rows={result.treated.people + result.holdout.people}
              >
                {say(
                  { zh: '{value}（{low} 到 {high}）', en: '{value} ({low} to {high})' },
                  {
                    value: signed(incremental.value, format.money),
                    low: format.money(Math.round(incremental.low)),
                    high: format.money(Math.round(incremental.high)),
                  },
                )}
              </Explain>
            </td>
          </tr>
          {cost === null ? null : (
            <tr>
              <th scope="row">{say({ zh: '花费', en: 'Cost' })}</th>
              <td>{format.money(cost)}</td>
            </tr>
          )}
        </tbody>
      </table>
      <p className="rg-note">
        {say({
          zh: '归因收入数的是“收到消息后买了的”，其中不少人不收也会买；增量收入是和什么都没收到的对照组相比多出来的，只有它说明效果。',
          en: 'Attributed revenue counts whoever bought after a message, many of whom would have bought anyway. Incremental revenue is what they spent beyond the holdout, who got nothing; only that tells of an effect.',
        })}
      </p>
    </Section>
  )
}

/** What the other trials of the kind tell of this one. */
function Together({ result }: { readonly result: Whole }) {
  const say = useSay()
  const format = useFormat()
  const may = useMayDo(listTrials)
  const { data } = useAsk(listTrials, {}, { when: may && result.kind !== 'global' })
  const shrunk = data?.trials.find(({ kind, id }) => kind === result.kind && id === result.id)?.shrunk
  const pooled = data?.pooled.find(({ kind }) => kind === result.kind)
  if (!shrunk || !pooled?.relative) return null
  const kind = kindWords[result.kind]
  return (
    <Section
      title={{ zh: '和同类合起来看', en: 'Together with others of its kind' }}
      note={say(
        {
          zh: '{n} 次{kind}平均带来 {mean}。这一次自己说得越少，估计越向平均靠拢（经验贝叶斯）；结论只按单独的下。',
          en: 'On average {n} trials of the kind ({kind}) brought {mean}. The less this one says itself, the more its estimate is drawn to that (empirical Bayes); the verdict goes by it alone.',
        },
        { n: pooled.trials, kind, mean: format.change(pooled.relative.value) },
      )}
    >
      {result.revenueLiftRelative ? (
        <IntervalBar name={{ zh: '单独看', en: 'Alone' }} interval={result.revenueLiftRelative} format={(value) => format.change(value)} />
      ) : null}
      <IntervalBar name={{ zh: '合起来看', en: 'Together' }} interval={shrunk} format={(value) => format.change(value)} />
    </Section>
  )
}

/** What was done about chance: earlier spend, and what one look alone would have said. */
function HowSure({ result }: { readonly result: Whole }) {
  const say = useSay()
  const format = useFormat()
  const once = result.revenueLiftOnce
  const { explained, isUsed } = result.before
  if (!once) return null
  return (
    <Section title={{ zh: '怎么算的', en: 'How this is worked out' }}>
      <p className="rg-note">
        {say(
          isUsed
            ? {
                zh: '两组人均消费直接相减是 {plain}。客户进入前一年的消费能解释 {share} 的差异，已从比较中扣除（CUPED，Deng 等 2013）：扣除后相差 {left}，区间也更窄。',
                en: 'One arm’s revenue a person less the other’s is {plain}. What customers spent in the year before explains {share} of the differences between them; it is taken out (CUPED, Deng et al. 2013): what is left is {left}, with a narrower interval.',
              }
            : {
                zh: '客户进入前一年的消费只能解释 {share} 的差异（或人数不足 200），扣除也没有帮助，所以没有用。',
                en: 'What customers spent in the year before explains only {share} of the differences between them (or there are fewer than 200 people): taking it out would not help, so it was left.',
              },
          {
            share: format.percent(explained),
            plain: format.money(Math.round(once.value)),
            left: format.money(Math.round(result.revenueLift?.value ?? once.value)),
          },
        )}
      </p>
      <p className="rg-note">
        {say(
          {
            zh: '如果事先定好日子、只看一次，直接相减的区间会是 {low} 到 {high}（韦尔奇）。上面的区间天天看都有效，为此要宽一些。',
            en: 'Had the day been fixed before and only one look been taken, the interval of the plain difference would be {low} to {high} (Welch). The one above holds however often one looks, and is wider for that.',
          },
          { low: format.money(Math.round(once.low)), high: format.money(Math.round(once.high)) },
        )}
      </p>
    </Section>
  )
}
