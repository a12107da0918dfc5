import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Alert, App, AutoComplete, Button, Checkbox, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { listColleagues } from '../../../know/shop/users.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { saveStagePlan } from '../actions.ts'
import { measureWords, type StagePlay, type StageTarget, stagePlan, targetMeasures } from '../stage-plan.ts'
import type { NamedStage } from './stage-colours.ts'
import type { Plan } from './stage-plan-answer.ts'
import './lifecycle.css'

/** Pages where something is done for customers, e.g. journeys; given by the rooms to the right. */
export type UsePlays = () => readonly { readonly address: string; readonly name: string }[]
const noPlays: UsePlays = () => []

type Props = {
  readonly stage: NamedStage
  readonly stages: readonly NamedStage[]
  readonly plan: Plan | undefined
  readonly usePlays?: UsePlays
  readonly onClose: () => void
}

/** Who answers for a stage, what is done, and what it should come to. */
export function StagePlanEditor({ stage, stages, plan, onClose, usePlays = noPlays }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const save = useAct(saveStagePlan)
  const colleagues = useAsk(listColleagues, {}).data?.colleagues ?? []
  const [ownerId, setOwner] = useState(plan?.ownerId ?? null)
  const [plays, setPlays] = useState<readonly StagePlay[]>(plan?.plays ?? [])
  const [target, setTarget] = useState<StageTarget | null>(plan?.target ?? null)
  const written = { stage: stage.key, ownerId, plays: plays.filter(({ text }) => text.trim() !== ''), target }
  const ready = stagePlan.safeParse(written).success
  const run = async () => {
    try {
      await save.mutateAsync(written)
      onClose()
      void message.success(say({ zh: '计划已保存', en: 'The plan was saved' }))
    } catch {
      // What was refused stands below the fields.
    }
  }
  return (
    <Modal
      open
      title={say({ zh: '“{name}”的计划', en: 'Plan of {name}' }, { name: say(stage.label) })}
      okText={say({ zh: '保存', en: 'Save' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(!ready ? { zh: '做法或目标还没填完整', en: 'A play or the target is not complete yet' } : null)}
      okButtonProps={{ disabled: !ready, loading: save.isPending }}
      onOk={() => void run()}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="rg-stage-plan">
        <Named label={say({ zh: '谁负责', en: 'Who answers for it' })}>
          {(label) => (
            <Select<string>
              aria-label={label}
              value={ownerId ?? ''}
              onChange={(id) => setOwner(id === '' ? null : id)}
              options={[
                { value: '', label: say({ zh: '还没有人', en: 'Nobody yet' }) },
                ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
        </Named>
        <Plays plays={plays} onChange={setPlays} usePlays={usePlays} />
        <Checkbox
          checked={target !== null}
          onChange={(event) => setTarget(event.target.checked ? { measure: 'share', sense: 'at-least', value: 10 } : null)}
        >
          {say({ zh: '定一个目标', en: 'Set a target' })}
        </Checkbox>
        {target ? <TargetFields target={target} stage={stage} stages={stages} onChange={setTarget} /> : null}
        {save.error ? <Alert type="error" showIcon role="alert" title={sayProblem(save.error)} /> : null}
      </div>
    </Modal>
  )
}

function Named({ label, children }: { readonly label: string; readonly children: (label: string) => React.ReactNode }) {
  return (
    <div className="rg-stage-plan-field">
      <span>{label}</span>
      {children(label)}
    </div>
  )
}

type PlaysProps = {
  readonly plays: readonly StagePlay[]
  readonly onChange: (plays: readonly StagePlay[]) => void
  readonly usePlays: UsePlays
}

function Plays({ plays, onChange, usePlays }: PlaysProps) {
  const say = useSay()
  const known = usePlays()
  const change = (at: number, patch: Partial<StagePlay>) => onChange(plays.map((play, i) => (i === at ? { ...play, ...patch } : play)))
  return (
    <div className="rg-stage-plan-field">
      <span>{say({ zh: '对里面的客户做什么', en: 'What is done for its customers' })}</span>
      {plays.map((play, at) => (
        // The place is all that tells one empty line from another; what stands there is held here, not in the line.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className="rg-stage-plan-play">
          <Input
            aria-label={say({ zh: '做什么（第 {n} 项）', en: 'What is done ({n})' }, { n: at + 1 })}
            placeholder={say({ zh: '如：首购后第 7 天发使用指南', en: 'E.g. a guide on day 7 after the first purchase' })}
            maxLength={200}
            value={play.text}
            onChange={(event) => change(at, { text: event.target.value })}
          />
          <AutoComplete
            aria-label={say({ zh: '在哪里做（第 {n} 项）', en: 'Where it is done ({n})' }, { n: at + 1 })}
            placeholder={say({ zh: '选一个旅程（可不填）', en: 'Choose a journey (optional)' })}
            value={known.find(({ address }) => address === play.address)?.name ?? play.address ?? ''}
            options={known.map(({ address, name }) => ({ value: address, label: name }))}
            onChange={(address: string) => change(at, { address: address.trim() === '' ? null : address })}
          />
          <Button
            icon={<DeleteOutlined />}
            aria-label={say({ zh: '删去第 {n} 项', en: 'Remove line {n}' }, { n: at + 1 })}
            onClick={() => onChange(plays.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        disabled={plays.length >= 10}
        onClick={() => onChange([...plays, { text: '', address: null }])}
      >
        {say({ zh: '添加一项', en: 'Add a line' })}
      </Button>
    </div>
  )
}

type TargetProps = {
  readonly target: StageTarget
  readonly stage: NamedStage
  readonly stages: readonly NamedStage[]
  readonly onChange: (target: StageTarget) => void
}

function TargetFields({ target, stage, stages, onChange }: TargetProps) {
  const say = useSay()
  const others = stages.filter(({ key }) => key !== stage.key)
  const isShare = target.measure !== 'customers'
  const measured = (measure: StageTarget['measure']): StageTarget => {
    const { sense, value } = target
    if (measure !== 'moved-on') return { measure, sense, value }
    return { measure, sense, value: Math.min(value, 100), days: 90, ...(others[0] ? { to: others[0].key } : {}) }
  }
  return (
    <div className="rg-stage-plan-target">
      <Select<StageTarget['measure']>
        aria-label={say({ zh: '按什么衡量', en: 'Measured by' })}
        value={target.measure}
        onChange={(measure) => onChange(measured(measure))}
        options={targetMeasures.map((measure) => ({ value: measure, label: say(measureWords[measure]) }))}
      />
      {target.measure === 'moved-on' ? (
        <>
          <Select<string>
            aria-label={say({ zh: '走到哪个阶段', en: 'The stage to reach' })}
            value={target.to ?? ''}
            onChange={(to) => onChange({ ...target, to })}
            options={others.map(({ key, label }) => ({ value: key, label: say(label) }))}
          />
          <InputNumber
            aria-label={say({ zh: '多少天之内', en: 'Within how many days' })}
            min={1}
            max={3650}
            precision={0}
            value={target.days ?? 90}
            suffix={say({ zh: '天内', en: 'days' })}
            onChange={(days) => onChange({ ...target, days: days ?? 90 })}
          />
        </>
      ) : null}
      <Select<StageTarget['sense']>
        aria-label={say({ zh: '至少还是最多', en: 'At least or at most' })}
        value={target.sense}
        onChange={(sense) => onChange({ ...target, sense })}
        options={[
          { value: 'at-least', label: say({ zh: '至少', en: 'At least' }) },
          { value: 'at-most', label: say({ zh: '最多', en: 'At most' }) },
        ]}
      />
      <InputNumber
        aria-label={say({ zh: '目标值', en: 'The value' })}
        min={0}
        max={isShare ? 100 : 1e9}
        value={target.value}
        suffix={isShare ? '%' : say({ zh: '位', en: '' })}
        onChange={(value) => onChange({ ...target, value: value ?? 0 })}
      />
    </div>
  )
}
