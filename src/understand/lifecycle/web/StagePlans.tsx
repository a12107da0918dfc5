import { Button, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { saveStagePlan } from '../actions.ts'
import { readStagePlans } from '../questions.ts'
import { measureWords, type StageTarget, targetSentences } from '../stage-plan.ts'
import { colourOf, type NamedStage, useStageLooks } from './stage-colours.ts'
import { StagePlanEditor, type UsePlays } from './StagePlanEditor.tsx'
import type { Plan, StagePlans } from './stage-plan-answer.ts'

type Line = { readonly stage: NamedStage; readonly plan: Plan | undefined }

/** For each stage: who answers for it, what is done for its customers, and how its target stands. */
export function PlansSection({ stages, usePlays }: { readonly stages: readonly NamedStage[]; readonly usePlays?: UsePlays }) {
  const asked = useAsk(readStagePlans, {})
  const [editing, setEditing] = useState<NamedStage | null>(null)
  return (
    <Section
      title={{ zh: '每个阶段由谁负责、做什么、要达到什么', en: 'Who answers for each stage, what is done, and what it should come to' }}
    >
      <Answered of={asked} rows={5}>
        {(answer) => (
          <>
            <PlanTable answer={answer} stages={stages} onEdit={setEditing} />
            {editing ? (
              <StagePlanEditor
                key={editing.key}
                stage={editing}
                stages={stages}
                plan={answer.plans.find(({ stage }) => stage === editing.key)}
                onClose={() => setEditing(null)}
                {...(usePlays ? { usePlays } : {})}
              />
            ) : null}
          </>
        )}
      </Answered>
    </Section>
  )
}

type TableProps = { readonly answer: StagePlans; readonly stages: readonly NamedStage[]; readonly onEdit: (stage: NamedStage) => void }

function PlanTable({ answer, stages, onEdit }: TableProps) {
  const columns = useColumns(answer, stages, onEdit)
  return (
    <Scrolled label={{ zh: '各阶段的计划', en: 'Plans of the stages' }}>
      <Table<Line>
        size="small"
        rowKey={({ stage }) => stage.key}
        columns={columns}
        dataSource={stages.map((stage) => ({ stage, plan: answer.plans.find((one) => one.stage === stage.key) }))}
        pagination={false}
      />
    </Scrolled>
  )
}

function useColumns(answer: StagePlans, stages: readonly NamedStage[], onEdit: (stage: NamedStage) => void): TableColumnsType<Line> {
  const say = useSay()
  const looks = useStageLooks(stages)
  const may = useMayDo(saveStagePlan)
  return [
    {
      key: 'stage',
      title: say({ zh: '阶段', en: 'Stage' }),
      rowScope: 'row',
      render: (_, { stage }) => <Badge {...colourOf(looks.get(stage.key))}>{say(stage.label)}</Badge>,
    },
    { key: 'owner', title: say({ zh: '谁负责', en: 'Who answers' }), render: (_, { plan }) => plan?.ownerName ?? '—' },
    {
      key: 'plays',
      title: say({ zh: '做什么', en: 'What is done' }),
      render: (_, { plan }) =>
        plan && plan.plays.length > 0 ? (
          <ul className="rg-stage-plays">
            {plan.plays.map(({ text, address }) => (
              <li key={`${text} ${address}`}>{address ? <GoLink to={address}>{text}</GoLink> : text}</li>
            ))}
          </ul>
        ) : (
          '—'
        ),
    },
    {
      key: 'target',
      title: say({ zh: '目标', en: 'Target' }),
      render: (_, { plan, stage }) =>
        plan?.target ? <Target plan={plan} target={plan.target} stage={stage} stages={stages} asOf={answer.asOf} /> : '—',
    },
    ...(may
      ? [
          {
            key: 'change',
            title: <span className="rg-hidden">{say({ zh: '操作', en: 'Actions' })}</span>,
            align: 'right' as const,
            render: (_: unknown, { stage, plan }: Line) => (
              <Button
                size="small"
                aria-label={say(
                  plan
                    ? { zh: '修改“{name}”的计划', en: 'Change the plan of {name}' }
                    : { zh: '添加“{name}”的计划', en: 'Add a plan for {name}' },
                  { name: say(stage.label) },
                )}
                onClick={() => onEdit(stage)}
              >
                {say(plan ? { zh: '修改', en: 'Change' } : { zh: '添加', en: 'Add' })}
              </Button>
            ),
          },
        ]
      : []),
  ]
}

type TargetProps = {
  readonly plan: Plan
  readonly target: StageTarget
  readonly stage: NamedStage
  readonly stages: readonly NamedStage[]
  readonly asOf: string
}

function Target({ plan, target, stage, stages, asOf }: TargetProps) {
  const say = useSay()
  const format = useFormat()
  const said = (value: number | null) =>
    target.measure === 'customers' ? format.count(value) : value === null ? '—' : format.percent(value / 100)
  const to = stages.find(({ key }) => key === target.to)?.label
  const sentence = say(targetSentences[target.measure][target.sense], {
    value: said(target.value),
    to: to ? say(to) : '',
    days: target.days ?? 0,
  })
  const state =
    plan.met === null ? { zh: '还没有数', en: 'not measured yet' } : plan.met ? { zh: '达到', en: 'met' } : { zh: '没达到', en: 'not met' }
  return (
    <>
      {sentence}
      {say({ zh: '；现在 ', en: '; now ' })}
      <Explain name={`${say(stage.label)} · ${say(measureWords[target.measure])}`} definition={sentence} asOf={asOf} rows={plan.rows}>
        {said(plan.actual)}
      </Explain>{' '}
      <Badge tone={plan.met === null ? 'neutral' : plan.met ? 'good' : 'attention'}>{say(state)}</Badge>
    </>
  )
}
