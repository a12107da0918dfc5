import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Alert, App, Button, Drawer, Input } from 'antd'
import { useMemo, useState } from 'react'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { fieldsNamed } from '../../../core/rule/fields-named.ts'
import { everybody } from '../../../core/rule/rule.ts'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { isReady, newFieldRule } from '../../../pages/rule-tree.ts'
import { useCarefulClose } from '../../../pages/use-careful-close.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Mover } from '../../../ui/Mover.tsx'
import { namedColour } from '../../../ui/palette.ts'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { randomUuid } from '../../../ui/random-uuid.ts'
import { saveStages, type StageDraft } from '../actions.ts'
import { rhythmRuleFor } from '../stages.ts'
import { StageTrial } from './StageTrial.tsx'
import '../../../pages/pages.css'
import './lifecycle.css'

type Props = { readonly open: boolean; readonly stages: readonly StageDraft[]; readonly onClose: () => void }

/** Changes the stages, their order and their rules; who would move is worked out before anything is saved. */
export function StageRules(props: Props) {
  const say = useSay()
  const { touch, leave, leaveCarefully } = useCarefulClose(props.onClose)
  const known = useDictionary('customer')
  return (
    <Drawer
      open={props.open}
      onClose={leaveCarefully}
      title={say({ zh: '阶段规则', en: 'The rules of the stages' })}
      size={760}
      destroyOnHidden
    >
      <Answered of={known}>
        {({ dictionary }) => (
          <Editor
            stages={props.stages}
            dictionary={withoutStages(dictionary)}
            onTouched={touch}
            onClose={leave}
            onCancel={leaveCarefully}
          />
        )}
      </Answered>
    </Drawer>
  )
}

/** Stages and segments follow from the stage, so a stage's rule cannot ask for them. */
function withoutStages({ types, fields, events, customerId }: Dictionary): Dictionary {
  const asked = new Map([...fields].filter(([name]) => name !== 'stage' && name !== 'stageSince'))
  return { types, fields: asked, events, ...(customerId ? { customerId } : {}) }
}

type EditorProps = Omit<Props, 'open'> & { readonly dictionary: Dictionary; readonly onTouched: () => void; readonly onCancel: () => void }

function Editor({ stages, onTouched, onClose, onCancel, dictionary }: EditorProps) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const save = useAct(saveStages)
  const [draft, setDraft] = useState<readonly StageDraft[]>(() =>
    stages.map(({ key, label, colour, rule }) => ({ key, label, colour, rule })),
  )
  const change = (next: readonly StageDraft[]) => {
    onTouched()
    setDraft(next)
  }
  const ready = draft.every((stage) => stage.label.zh.trim() !== '' && stage.label.en.trim() !== '' && isReady(stage.rule, dictionary))
  const changed = JSON.stringify(draft) !== JSON.stringify(stages.map(({ key, label, colour, rule }) => ({ key, label, colour, rule })))
  const run = async () => {
    try {
      await save.mutateAsync({ stages: [...draft] })
      onClose()
      void message.success(say({ zh: '阶段已保存，客户已重新判定', en: 'The stages were saved and everybody was asked again' }))
    } catch {
      // What was refused stands below the stages.
    }
  }
  return (
    <div className="rg-form">
      <p className="rg-note">
        {say({
          zh: '客户处于最靠后的、条件成立的阶段；第一个阶段收下其余所有人。',
          en: 'A customer is in the furthest stage whose rule holds; the first stage takes everybody else.',
        })}
      </p>
      {canGoByRhythm(draft, dictionary) ? (
        <div className="rg-stage-rhythm">
          <p className="rg-note">
            {say({
              zh: '每周来的客户 60 天没来已经流失，一年来一次的才刚走。可以不用统一的天数，按每位客户自己的消费节奏判定。',
              en: 'Sixty days are long for somebody who comes weekly and nothing for somebody who comes yearly. In place of one number of days each customer can be judged by their own rhythm.',
            })}
          </p>
          <Button onClick={() => change(draft.map(byRhythm))}>
            {say({ zh: '按各自的节奏判定沉睡和流失', en: 'Judge dormant and churned by each one’s rhythm' })}
          </Button>
        </div>
      ) : null}
      <StageList draft={draft} onChange={change} dictionary={dictionary} />
      <Button type="dashed" icon={<PlusOutlined />} disabled={draft.length >= 12} onClick={() => change([...draft, newStage(dictionary)])}>
        {say({ zh: '添加一个阶段', en: 'Add a stage' })}
      </Button>
      {canTellLate(draft, dictionary) ? (
        <Button type="dashed" icon={<PlusOutlined />} disabled={draft.length >= 12} onClick={() => change(withLateStage(draft))}>
          {say({ zh: '添加“比自己的节奏晚了”', en: 'Add “Late by their own rhythm”' })}
        </Button>
      ) : null}
      {ready && changed ? <StageTrial draft={draft} stages={stages} /> : null}
      {save.error ? <Alert type="error" showIcon role="alert" title={sayProblem(save.error)} /> : null}
      <div className="rg-form-foot">
        <Button type="primary" disabled={!ready || !changed} loading={save.isPending} onClick={() => void run()}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
        <Button onClick={onCancel}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        {ready ? null : (
          <span className="rg-filter-hint">
            {say({ zh: '填好每个名称和条件后即可保存', en: 'Complete every name and condition, then save' })}
          </span>
        )}
      </div>
    </div>
  )
}

/** Whoever is away longer than most of their own gaps: the same for a weekly and a yearly customer, where a number of days is not. */
const lateStage: StageDraft = {
  key: 'late',
  label: { zh: '晚了', en: 'Late' },
  colour: 'late',
  rule: { all: [{ field: 'lateAt', op: 'longer-ago-than', value: { amount: 0, unit: 'days' } }] },
}

/** Before the stages of those who are gone, where the standard ones are kept. */
function withLateStage(draft: readonly StageDraft[]): readonly StageDraft[] {
  const gone = draft.findIndex(({ key }) => key === 'dormant' || key === 'churned')
  const at = gone === -1 ? draft.length : gone
  return [...draft.slice(0, at), lateStage, ...draft.slice(at)]
}

/** Where a stage asks for this already, one before it would stay empty. */
function canTellLate(draft: readonly StageDraft[], { fields }: Dictionary): boolean {
  return fields.has('lateAt') && !draft.some(({ key, rule }) => key === lateStage.key || fieldsNamed(rule).includes('lateAt'))
}

const byRhythm = (stage: StageDraft): StageDraft => ({ ...stage, rule: rhythmRuleFor(stage) ?? stage.rule })

/** There is a stage that could, it does not yet, and the reader may know of the rhythm. */
function canGoByRhythm(draft: readonly StageDraft[], { fields }: Dictionary): boolean {
  return fields.has('lateAt') && fields.has('goneAt') && draft.some((stage) => rhythmRuleFor(stage) !== null)
}

function newStage(dictionary: Dictionary): StageDraft {
  const key = `stage-${randomUuid().slice(0, 8)}`
  const first = newFieldRule(dictionary)
  return { key, label: { zh: '', en: '' }, colour: key, rule: first ? { all: [first] } : everybody }
}

type ListProps = {
  readonly draft: readonly StageDraft[]
  readonly onChange: (draft: readonly StageDraft[]) => void
  readonly dictionary: Dictionary
}

function StageList({ draft, onChange, dictionary }: ListProps) {
  const swap = (at: number, by: number) => {
    const next = [...draft]
    const [one] = next.splice(at, 1)
    if (one) next.splice(at + by, 0, one)
    onChange(next)
  }
  return draft.map((stage, at) => (
    <StageEdit
      key={stage.key}
      stage={stage}
      first={at === 0}
      dictionary={dictionary}
      onChange={(next) => onChange(draft.map((old, i) => (i === at ? next : old)))}
      onUp={at > 1 ? () => swap(at, -1) : null}
      onDown={at > 0 && at < draft.length - 1 ? () => swap(at, 1) : null}
      onRemove={at > 0 && draft.length > 2 ? () => onChange(draft.filter((_, i) => i !== at)) : null}
    />
  ))
}

type EditProps = {
  readonly stage: StageDraft
  /** The first stage takes everybody else and has no rule. */
  readonly first: boolean
  readonly dictionary: Dictionary
  readonly onChange: (stage: StageDraft) => void
  readonly onUp: (() => void) | null
  readonly onDown: (() => void) | null
  readonly onRemove: (() => void) | null
}

function StageEdit({ stage, first, dictionary, onChange, onUp, onDown, onRemove }: EditProps) {
  const say = useSay()
  const { look } = useTheme()
  const border = useMemo(() => ({ borderLeftColor: namedColour(stage.colour, look) }), [stage.colour, look])
  const name = say(stage.label) || say({ zh: '新阶段', en: 'New stage' })
  const named = (words: { zh: string; en: string }) => say(words, { name })
  return (
    <section className="rg-stage-edit" style={border} aria-label={name}>
      <div className="rg-stage-edit-head">
        <div className="rg-stage-edit-names">
          <Input
            value={stage.label.zh}
            maxLength={20}
            placeholder={say({ zh: '中文名称', en: 'Name in Chinese' })}
            aria-label={say({ zh: '中文名称', en: 'Name in Chinese' })}
            onChange={(event) => onChange({ ...stage, label: { ...stage.label, zh: event.target.value } })}
          />
          <Input
            value={stage.label.en}
            maxLength={40}
            placeholder={say({ zh: '英文名称', en: 'Name in English' })}
            aria-label={say({ zh: '英文名称', en: 'Name in English' })}
            onChange={(event) => onChange({ ...stage, label: { ...stage.label, en: event.target.value } })}
          />
        </div>
        <Mover icon={<ArrowUpOutlined />} label={named({ zh: '把“{name}”往前移', en: 'Move “{name}” earlier' })} onMove={onUp} />
        <Mover icon={<ArrowDownOutlined />} label={named({ zh: '把“{name}”往后移', en: 'Move “{name}” later' })} onMove={onDown} />
        <Mover icon={<DeleteOutlined />} label={named({ zh: '删去“{name}”', en: 'Remove “{name}”' })} onMove={onRemove} />
      </div>
      {first ? (
        <p className="rg-filter-hint">{say({ zh: '所有不符合后面阶段的客户', en: 'Everybody who fits no later stage' })}</p>
      ) : (
        <RuleBuilder rule={stage.rule} onChange={(rule) => onChange({ ...stage, rule })} dictionary={dictionary} />
      )}
    </section>
  )
}
