import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { hasTotal } from '../judge-result.ts'
import { addressOfTrial } from '../trial.ts'
import type { Listed } from './use-kept.ts'
import { type Interval, kindWords, verdictOf } from './verdict.ts'

const totals = {
  earned: { zh: '合计增量', en: 'Earned in all' },
  cost: { zh: '花费', en: 'Cost' },
  each: { zh: '每花 1 元', en: 'For each 1 spent' },
} satisfies Record<string, Words>

type Scale = { readonly reach: number; readonly say: (value: number) => string }

/** What lies further out than the widest of the middle three quarters is cut at the edge, so that one tiny trial hides no other. */
function reachOf(intervals: readonly Interval[]): number {
  const reaches = intervals.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high))).toSorted((a, b) => a - b)
  return (reaches[Math.floor(reaches.length * 0.75)] ?? 1) * 1.15 || 1
}

/** All trials on one scale, each a row of a table with its picture, and those of a kind together below. */
export function Forest({ listed, isMoney }: { readonly listed: Listed; readonly isMoney: boolean }) {
  const say = useSay()
  const format = useFormat()
  const of = (one: Listed['trials'][number]) => (isMoney ? one.lift : one.relative)
  const scale: Scale = {
    reach: reachOf(listed.trials.flatMap((one) => of(one) ?? [])),
    say: (value) => (isMoney ? format.money(Math.round(value)) : format.change(value)),
  }
  const range = ({ value, low, high }: Interval) =>
    say(
      { zh: '{value}（{low} 到 {high}）', en: '{value} ({low} to {high})' },
      { value: scale.say(value), low: scale.say(low), high: scale.say(high) },
    )
  return (
    <Scrolled label={{ zh: '全部实验', en: 'All trials' }}>
      <table className="rg-arms rg-forest">
        <thead>
          <tr>
            <th scope="col">{say({ zh: '实验', en: 'Trial' })}</th>
            <th scope="col">{say({ zh: '结论', en: 'Verdict' })}</th>
            <th scope="col" className="rg-forest-cell">
              {isMoney ? say({ zh: '人均多消费', en: 'More a person' }) : say({ zh: '比对照组多', en: 'More than the holdout' })}
            </th>
            <th scope="col">{say(totals.earned)}</th>
            <th scope="col">{say(totals.cost)}</th>
            <th scope="col">{say(totals.each)}</th>
          </tr>
        </thead>
        <tbody>
          {listed.trials.map((one) => {
            const { label, tone } = verdictOf(one.verdict, one.people + one.holdout)
            const interval = of(one)
            return (
              <tr key={`${one.kind}${one.id}`}>
                <th scope="row">
                  <GoLink to="/results" search={addressOfTrial(one.kind, one.id)}>
                    {one.name ?? say(kindWords[one.kind])}
                  </GoLink>
                  <span className="rg-forest-kind">
                    {say(
                      { zh: '{kind} · {n} 人参与，{m} 人对照', en: '{kind} · {n} treated, {m} held out' },
                      { kind: kindWords[one.kind], n: format.count(one.people), m: format.count(one.holdout) },
                    )}
                  </span>
                </th>
                <td>
                  <Badge tone={tone}>{say(label)}</Badge>
                  {one.alarms > 0 ? <Badge tone="danger">{say({ zh: '护栏报警', en: 'Guardrail' })}</Badge> : null}
                </td>
                <td className={interval ? 'rg-forest-cell' : 'rg-forest-cell rg-forest-untold'}>
                  {interval ? (
                    <>
                      <ForestBar interval={interval} scale={scale} hollow={isMoney ? null : (one.shrunk?.value ?? null)} />
                      <span className="rg-forest-range">{range(interval)}</span>
                    </>
                  ) : (
                    '—'
                  )}
                </td>
                <Total of="earned">{one.incremental && hasTotal(one) ? format.money(Math.round(one.incremental.value)) : null}</Total>
                <Total of="cost">{one.cost === null ? null : format.money(one.cost)}</Total>
                <Total of="each">{one.perCost === null ? null : format.number(one.perCost, 1)}</Total>
              </tr>
            )
          })}
          {isMoney
            ? null
            : listed.pooled.map(({ kind, trials, relative }) =>
                relative ? (
                  <tr key={kind} className="rg-forest-pooled">
                    <th scope="row">
                      {say({ zh: '{kind}合起来看（{n} 次）', en: '{kind}s together ({n} trials)' }, { kind: kindWords[kind], n: trials })}
                    </th>
                    <td />
                    <td className="rg-forest-cell">
                      <ForestBar interval={relative} scale={scale} hollow={null} />
                      <span className="rg-forest-range">{range(relative)}</span>
                    </td>
                    <td />
                    <td />
                    <td />
                  </tr>
                ) : null,
              )}
        </tbody>
      </table>
    </Scrolled>
  )
}

/** On a phone what is not told takes no room. */
function Total({ of, children }: { readonly of: keyof typeof totals; readonly children: string | null }) {
  const say = useSay()
  return (
    <td data-label={say(totals[of])} className={children === null ? 'rg-forest-untold' : undefined}>
      {children ?? '—'}
    </td>
  )
}

function ForestBar({ interval, scale, hollow }: { readonly interval: Interval; readonly scale: Scale; readonly hollow: number | null }) {
  const at = (value: number) => `${50 + Math.max(-1, Math.min(1, value / scale.reach)) * 50}%`
  const { low, high, value } = interval
  const kind = low > 0 ? 'more' : high < 0 ? 'less' : 'open'
  return (
    <span className="rg-forest-picture" aria-hidden="true">
      <span className="rg-forest-zero" />
      <span className={`rg-forest-bar rg-interval-${kind}`} style={{ left: at(low), right: `calc(100% - ${at(high)})` }} />
      <span className="rg-forest-dot" style={{ left: at(value) }} />
      {hollow === null ? null : <span className="rg-forest-dot rg-forest-hollow" style={{ left: at(hollow) }} />}
    </span>
  )
}
