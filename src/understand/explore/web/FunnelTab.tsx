import { Button, Select, Table, type TableColumnsType } from 'antd'
import { useMemo } from 'react'
import type { z } from 'zod'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { SequenceStep } from '../../../core/rule/rule.ts'
import { mostSteps } from '../../../core/rule/rule.ts'
import { sayRule } from '../../../core/rule/say-rule.ts'
import { sayStep } from '../../../core/rule/say-sequence.ts'
import { typeOf } from '../../../core/rule/dictionary.ts'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import { DurationInput } from '../../../pages/rule-builder/DurationInput.tsx'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { Bars } from '../../../ui/Bars.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import type { ExploreSearch } from '../explore-address.ts'
import { funnelRule } from '../explore-rules.ts'
import { funnel as question } from '../questions.ts'
import { splittableTypes } from '../splittable.ts'
import { Explored } from './Explored.tsx'
import { bought, type TabProps } from './set-search.ts'
import { SpanInput } from './SpanInput.tsx'
import { StepInput } from './StepInput.tsx'
import { TakeAway } from './TakeAway.tsx'
import { useExploration } from './use-exploration.ts'

type Answer = z.output<typeof question.output>
type Ask = Parameters<typeof funnelRule>[0]

/** First, second and third purchase: the funnel that every shop has. */
const usualSteps: readonly SequenceStep[] = [bought, bought, bought]
const usualWithin = { amount: 180, unit: 'days' } as const

/** One thing after another: how many come how far, and how long it takes. */
export function FunnelTab({ search, setSearch, dictionary }: TabProps) {
  const say = useSay()
  const steps = search.steps ?? usualSteps
  const within = search.within ?? usualWithin
  const span = { ...(search.from ? { from: search.from } : {}), ...(search.to ? { to: search.to } : {}) }
  const input = {
    steps: [...steps],
    within,
    ...span,
    ...(search.split ? { split: search.split } : {}),
    ...(search.rule ? { rule: search.rule } : {}),
  }
  const asked = useExploration(question, input)
  return (
    <Section
      title={{ zh: '走到了哪一步，在哪一步停下', en: 'How far they come, and where they stop' }}
      actions={<TakeAway of="funnel" ask={input} />}
    >
      <StepsInput steps={steps} setSearch={setSearch} dictionary={dictionary} />
      <div className="rg-explore-bar">
        <span className="rg-explore-field">
          {say({ zh: '全部须在', en: 'All within' })}
          <DurationInput label={say({ zh: '窗口期', en: 'Window' })} value={within} onChange={(next) => setSearch({ within: next })} />
        </span>
        <SpanInput search={search} setSearch={setSearch} />
        <SplitInput split={search.split} setSearch={setSearch} dictionary={dictionary} />
      </div>
      <Explored
        of={asked}
        definition={say({
          zh: '从所选时间内第一次完成第一步算起，每一步取上一步之后最早的一次，全部须在窗口期内；用时是距上一步的天数。',
          en: 'Counted from the first time that step one was done in the chosen time; each step is the earliest after the one before, all within the window. Times are days since the step before.',
        })}
      >
        {(answer) => <Picture answer={answer} ask={{ steps, within, ...span }} search={search} dictionary={dictionary} />}
      </Explored>
    </Section>
  )
}

function StepsInput({ steps, setSearch, dictionary }: { readonly steps: readonly SequenceStep[] } & Omit<TabProps, 'search'>) {
  const say = useSay()
  return (
    <ol className="rg-steps" aria-label={say({ zh: '漏斗的步骤', en: 'Steps of the funnel' })}>
      {steps.map((step, i) => (
        // Steps are known by their place alone.
        <li key={i}>
          <StepInput
            label={say({ zh: '第 {n} 步', en: 'Step {n}' }, { n: i + 1 })}
            step={step}
            onChange={(next) => setSearch({ steps: steps.map((one, at) => (at === i ? next : one)) })}
            dictionary={dictionary}
          />
          {steps.length > 2 ? (
            <Button
              size="small"
              type="text"
              aria-label={say({ zh: '去掉第 {n} 步', en: 'Take step {n} out' }, { n: i + 1 })}
              onClick={() => setSearch({ steps: steps.filter((_, at) => at !== i) })}
            >
              ×
            </Button>
          ) : null}
        </li>
      ))}
      {steps.length < mostSteps ? (
        <li>
          <Button size="small" onClick={() => setSearch({ steps: [...steps, steps.at(-1) ?? bought] })}>
            {say({ zh: '再加一步', en: 'Add a step' })}
          </Button>
        </li>
      ) : null}
    </ol>
  )
}

function SplitInput({ split, setSearch, dictionary }: { readonly split: string | undefined } & Omit<TabProps, 'search'>) {
  const say = useSay()
  const fields = [...dictionary.fields].filter(([, { field }]) => splittableTypes.includes(field.type) && !field.sealed && !field.masked)
  return (
    <label className="rg-explore-field">
      {say({ zh: '分组看', en: 'Split by' })}
      <Select
        size="small"
        aria-label={say({ zh: '分组看', en: 'Split by' })}
        value={split ?? ''}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { value: '', label: say({ zh: '不分组', en: 'nothing' }) },
          { value: 'cohort', label: say({ zh: '第一步所在的月份', en: 'month of the first step' }) },
          ...fields.map(([value, { field }]) => ({ value, label: say(field.label) })),
        ]}
        onChange={(next) => setSearch({ split: next === '' ? undefined : next })}
      />
    </label>
  )
}

type PictureProps = { readonly answer: Answer; readonly ask: Ask; readonly search: ExploreSearch; readonly dictionary: Dictionary }

function Picture({ answer, ask, search, dictionary }: PictureProps) {
  const [whole] = answer.groups
  if (!whole) return null
  return search.split ? (
    <Groups answer={answer} ask={ask} search={search} dictionary={dictionary} />
  ) : (
    <OneFunnel steps={whole.steps} ask={ask} search={search} dictionary={dictionary} />
  )
}

type Step = Answer['groups'][number]['steps'][number] & { readonly place: number }

function OneFunnel({
  steps,
  ask,
  search,
  dictionary,
}: { readonly steps: Answer['groups'][number]['steps'] } & Omit<PictureProps, 'answer'>) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const customs = useCustoms()
  const { timeZone } = useShop()
  const names = useMemo(
    () => ask.steps.map((step, i) => `${i + 1}. ${sayStep(step, dictionary, customs, sayRule)}`),
    [ask.steps, dictionary, customs],
  )
  const bars = useMemo(() => steps.map((step, i) => ({ key: String(i + 1), name: names[i] ?? '', value: step.reached })), [steps, names])
  const rule = (n: number, stopped: boolean) => ({ rule: funnelRule(ask, n, stopped, timeZone, search.rule) })
  const rows: Step[] = steps.map((step, i) => ({ ...step, place: i + 1 }))
  const before = (place: number) => steps[place - 2]?.reached ?? 0
  const columns: TableColumnsType<Step> = [
    { key: 'step', title: say({ zh: '步骤', en: 'Step' }), rowScope: 'row', render: (_, step) => names[step.place - 1] },
    {
      key: 'reached',
      title: say({ zh: '到达', en: 'Reached' }),
      align: 'right',
      render: (_, step) => (
        <GoLink to="/customers" search={rule(step.place, false)}>
          {format.count(step.reached)}
        </GoLink>
      ),
    },
    {
      key: 'of',
      title: say({ zh: '占上一步', en: 'Of the step before' }),
      align: 'right',
      render: (_, step) => (step.place === 1 || before(step.place) === 0 ? '—' : format.percent(step.reached / before(step.place))),
    },
    {
      key: 'all',
      title: say({ zh: '占第一步', en: 'Of the first' }),
      align: 'right',
      render: (_, step) => (rows[0]?.reached ? format.percent(step.reached / rows[0].reached) : '—'),
    },
    {
      key: 'time',
      title: say({ zh: '距上一步（中位数，四分位）', en: 'Days since (median, quartiles)' }),
      align: 'right',
      render: (_, { quartiles }) =>
        quartiles
          ? say(
              { zh: '{m} 天（{a}–{b}）', en: '{m} days ({a}–{b})' },
              { m: format.number(quartiles[1], 1), a: format.number(quartiles[0], 1), b: format.number(quartiles[2], 1) },
            )
          : '—',
    },
    {
      key: 'stopped',
      title: say({ zh: '停在这里', en: 'Stopped here' }),
      align: 'right',
      render: (_, step) =>
        step.place === steps.length ? (
          '—'
        ) : (
          <>
            <GoLink to="/customers" search={rule(step.place, true)}>
              {format.count(step.reached - (steps[step.place]?.reached ?? 0))}
            </GoLink>
            {step.waiting > 0
              ? say({ zh: '（其中 {n} 位还有时间）', en: ' ({n} still {n|has|have} time)' }, { n: format.count(step.waiting) })
              : ''}
          </>
        ),
    },
  ]
  return (
    <>
      <Bars
        label={{ zh: '每一步到达的客户', en: 'Customers who reached each step' }}
        bars={bars}
        valueName={{ zh: '客户', en: 'Customers' }}
        keyName={{ zh: '步骤', en: 'Step' }}
        format={format.count}
        lying
        onOpen={(key) => go('/customers', { search: rule(Number(key), false) })}
      />
      <Table<Step>
        className="rg-funnel"
        size="small"
        rowKey="place"
        columns={columns}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        aria-label={say({ zh: '漏斗', en: 'Funnel' })}
      />
    </>
  )
}

type Group = Answer['groups'][number]

function Groups({ answer, ask, search, dictionary }: PictureProps) {
  const say = useSay()
  const format = useFormat()
  const nameOf = useGroupName(search.split ?? '', dictionary)
  const customs = useCustoms()
  const columns: TableColumnsType<Group> = [
    { key: 'group', title: say({ zh: '分组', en: 'Group' }), rowScope: 'row', render: (_, group) => nameOf(group) },
    ...ask.steps.map((step, i): TableColumnsType<Group>[number] => ({
      key: String(i),
      title: `${i + 1}. ${sayStep(step, dictionary, customs, sayRule)}`,
      align: 'right',
      render: (_, { steps }) => {
        const [first, here] = [steps[0]?.reached ?? 0, steps[i]?.reached ?? 0]
        return i === 0 || first === 0
          ? format.count(here)
          : say({ zh: '{share}（{n} 人）', en: '{share} ({n})' }, { share: format.percent(here / first), n: format.count(here) })
      },
    })),
  ]
  return (
    <>
      <Scrolled label={{ zh: '分组漏斗', en: 'Funnel by group' }}>
        <Table<Group>
          size="small"
          rowKey={(group) => `${group.label} ${group.isRest}`}
          columns={columns}
          dataSource={answer.groups}
          pagination={false}
        />
      </Scrolled>
      <p className="rg-note">
        {say({
          zh: '人数最多的 8 组各占一行，其余合为“其他”。要打开某一组的客户，请在上方“只看这些客户”里选它，再取消分组。',
          en: 'The eight largest groups have a line each, all others are one. To open the customers of a group, choose it under “Only these customers” above and take the split away.',
        })}
      </p>
    </>
  )
}

/** A group as its field says it. */
function useGroupName(split: string, dictionary: Dictionary): (group: Group) => string {
  const say = useSay()
  const customs = useCustoms()
  return ({ label, isRest }) => {
    if (isRest) return say({ zh: '其他', en: 'Others' })
    if (label === null) return say({ zh: '（没有记录）', en: '(unknown)' })
    const entry = dictionary.fields.get(split)
    if (split === 'stage') return say(dictionary.stages?.get(label) ?? { zh: label, en: label })
    if (!entry) return label
    const value = entry.field.type === 'boolean' ? label === 'true' : label
    return typeOf(dictionary, entry.field).say(value, entry.field, customs)
  }
}
