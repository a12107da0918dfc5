import { Button } from 'antd'
import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Lines } from '../../../ui/Lines.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { planHoldout } from '../plan-holdout.ts'
import './results.css'

type Plan = ReplyOf<typeof planHoldout>

type Props = {
  readonly audience?: Rule | undefined
  /** How many at once; the audience is counted when left out. */
  readonly people?: number | undefined
  /** How many enter a week; then it is no one-off. */
  readonly perWeek?: number | undefined
  /** The window after entering in which spend counts. */
  readonly days?: number | undefined
  readonly percent: number
  readonly onChoose?: ((percent: number) => void) | undefined
}

/** Before the start: what this holdout would let one see, and when, with the share that is advised. */
export function HoldoutPlan({ audience, people, perWeek, days, percent, onChoose }: Props) {
  const may = useMayDo(planHoldout)
  const input = {
    ...(audience ? { audience } : {}),
    ...(people === undefined ? {} : { people }),
    ...(perWeek === undefined ? {} : { perWeek }),
    ...(days === undefined ? {} : { days }),
    ...(percent > 0 ? { percent } : {}),
  }
  const asked = useAsk(planHoldout, input, { when: may, keep: true })
  if (!may) return null
  return (
    <Answered of={asked} rows={2}>
      {(plan) => <Drawn plan={plan} percent={percent} onChoose={onChoose} />}
    </Answered>
  )
}

function Drawn({
  plan,
  percent,
  onChoose,
}: {
  readonly plan: Plan
  readonly percent: number
  readonly onChoose?: ((percent: number) => void) | undefined
}) {
  const say = useSay()
  const format = useFormat()
  const chosen = plan.choices.find((choice) => choice.percent === percent)
  const moments = useMemo(() => plan.choices[0]?.weeks.map(({ week }) => String(week)) ?? [], [plan])
  const series = useMemo(
    () =>
      plan.choices.map((choice) => ({
        key: String(choice.percent),
        name: `${choice.percent}%`,
        values: choice.weeks.map(({ visible, visibleBuyers }) => clearer(visible, visibleBuyers)),
      })),
    [plan],
  )
  return (
    <div className="rg-plan">
      <p className="rg-note">
        {percent === 0
          ? say({
              zh: '不留对照组，就永远不知道它真正带来了多少。',
              en: 'Without a holdout nobody will ever know what it really brings.',
            })
          : chosen
            ? say(planWords(plan, chosen.visible), planValues(plan, chosen, format))
            : null}
      </p>
      <p className="rg-note">
        {say({ zh: '建议：', en: 'Advice: ' })}
        {say(plan.reason)}
      </p>
      <p className="rg-note">{say(baselineWords(plan), baselineValues(plan, format))}</p>
      {onChoose ? (
        <div className="rg-plan-choices" role="group" aria-label={say({ zh: '对照组比例', en: 'Share held out' })}>
          {plan.choices.map((choice) => (
            <Button
              key={choice.percent}
              size="small"
              type={choice.percent === percent ? 'primary' : 'default'}
              aria-pressed={choice.percent === percent}
              onClick={() => onChoose(choice.percent)}
            >
              {choice.percent === plan.recommended
                ? say({ zh: '{n}%（建议）', en: '{n}% (advised)' }, { n: choice.percent })
                : `${choice.percent}%`}
            </Button>
          ))}
        </div>
      ) : null}
      {moments.length > 1 && series.some(({ values }) => values.some((value) => value !== null)) ? (
        <Lines
          label={{ zh: '几周后能看出多大的差异', en: 'What difference would be seen after so many weeks' }}
          momentName={{ zh: '周', en: 'Week' }}
          moments={moments}
          series={series}
          format={(value) => format.percent(value, 0)}
          height={200}
        />
      ) : null}
    </div>
  )
}

/** Nothing above threefold is drawn: no marketing works so well, and the picture would show nothing else. */
function clearer(visible: number | null, buyers: number | null): number | null {
  const both = [visible, buyers].filter((one) => one !== null)
  const least = both.length > 0 ? Math.min(...both) : null
  return least !== null && least <= 3 ? least : null
}

/** Fewer buyers than this, and their mean is a guess. */
const fewBuyers = 30

/** What the plan goes by, so that whoever reads it knows what it leaves out. */
function baselineWords({ baseline: { people, buyingRate }, perWeek }: Plan) {
  const buyers = Math.round(people * buyingRate)
  if (people === 0) return { zh: '现在没有人符合，没有记录可以依据。', en: 'Nobody fits at present, so there is nothing to go by.' }
  if (buyers === 0)
    return {
      zh: '依据：现在符合的 {people} 位客户过去 {days} 天都没有消费，所以无从估计。',
      en: 'It goes by the last {days} days of the {people} who fit now. None of them bought anything, so nothing can be estimated.',
    }
  const unlike =
    perWeek === null
      ? { zh: '', en: '' }
      : {
          zh: '刚有动作就进入的客户（例如刚下单）可能与此不同。',
          en: ' Those who come in because they have just done something may be unlike them.',
        }
  const rough =
    buyers < fewBuyers ? { zh: '买的人很少，只是粗略估计。', en: ' So few bought that this is a rough guess.' } : { zh: '', en: '' }
  return {
    zh: `依据：现在符合的 {people} 位客户过去 {days} 天里 {rate} 买过，人均 {mean}。${unlike.zh}${rough.zh}`,
    en: `It goes by the last {days} days of the {people} who fit now: {rate} bought, {mean} each on average.${unlike.en}${rough.en}`,
  }
}

function baselineValues({ baseline, days }: Plan, format: ReturnType<typeof useFormat>) {
  return {
    people: format.count(baseline.people),
    days,
    rate: format.percent(baseline.buyingRate),
    mean: format.money(Math.round(baseline.mean)),
  }
}

function planWords({ perWeek, people, expected: { trials } }: Plan, visible: number | null) {
  if (perWeek === 0)
    return {
      zh: '过去 8 周没有客户会进入，所以还算不出多久能看出差异。',
      en: 'Nobody would have entered in the last 8 weeks, so it cannot be told yet when a difference would be seen.',
    }
  if (people === 0) return { zh: '现在没有客户会进入。', en: 'Nobody would enter at present.' }
  if (visible === null)
    return {
      zh: '消费记录太少，或者大家买得一样多，估不出能看出多大的差异。',
      en: 'There are too few purchases, or all spent the same, to tell what difference would be seen.',
    }
  const ifSo =
    trials === 0
      ? { zh: '若多卖 {expected}', en: 'If it sells {expected} more' }
      : {
          zh: '若像以往 {trials} 次比较那样平均多卖 {expected}',
          en: 'If it sells {expected} more, the mean of {trials} {trials|comparison|comparisons} so far',
        }
  return perWeek === null
    ? {
        zh: `{people} 人，留 {percent}%（{held} 人）：{weeks} 周后能看出 {visible} 以上的差异；${ifSo.zh}，留出的人约少赚 {cost}。`,
        en: `{people} people with {percent}% held out ({held}): after {weeks} {weeks|week|weeks} a difference of {visible} or more would be seen. ${ifSo.en}, holding them out costs about {cost}.`,
      }
    : {
        zh: `每周 {people} 人，留 {percent}%：{weeks} 周后能看出 {visible} 以上的差异；${ifSo.zh}，半年里留出的 {held} 人约少赚 {cost}。`,
        en: `With {people} people a week and {percent}% held out, after {weeks} {weeks|week|weeks} a difference of {visible} or more would be seen. ${ifSo.en}, holding out {held} over half a year costs about {cost}.`,
      }
}

function planValues(plan: Plan, chosen: Plan['choices'][number], format: ReturnType<typeof useFormat>) {
  return {
    people: plan.perWeek === null ? format.count(plan.people) : format.number(plan.perWeek, 1),
    percent: chosen.percent,
    held: format.count(chosen.heldOut),
    weeks: plan.weeks,
    visible: format.percent(chosen.visible, 0),
    expected: format.percent(plan.expected.relative, 0),
    trials: plan.expected.trials,
    cost: format.money(Math.round(chosen.cost)),
  }
}
