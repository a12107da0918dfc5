import { Input, InputNumber } from 'antd'
import { type ReactNode, useId } from 'react'
import type { Field } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { FieldInput } from '../../../fields/web/inputs.tsx'
import { AttachFiles } from '../../../pages/files/AttachedFiles.tsx'
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx'
import { useSay } from '../../../ui/language.tsx'
import { interaction } from '../interaction.ts'
import { directions, interactionKinds, kindNamed, outcomesOf } from '../interaction-kinds.ts'
import { kindIcons } from './kind-icons.ts'
import { SpokenWith } from './SpokenWith.tsx'
import type { FieldsProps } from './interaction-draft.ts'
import '../../../pages/pages.css'

/** The first tap: which kind it was. An outcome that does not belong to another kind goes with the old one. */
export function KindChips({ draft, set }: FieldsProps) {
  const choose = (kind: string | null) => {
    if (!kind) return
    const keeps = kindNamed(kind)?.outcomes.includes(draft.outcome ?? '')
    set({ kind, ...(keeps ? {} : { outcome: null }) })
  }
  return (
    <ChoiceChips
      label={{ zh: '方式', en: 'Kind' }}
      chips={interactionKinds.map(({ value, label, icon }) => ({ value, label, icon: kindIcons[icon] }))}
      value={draft.kind}
      onChoose={choose}
    />
  )
}

export function OutcomeChips({ draft, set }: FieldsProps) {
  const say = useSay()
  const kind = kindNamed(draft.kind ?? '')
  if (!kind) return null
  return (
    <div className="rg-log-line">
      <span className="rg-log-label">{say({ zh: '结果', en: 'Outcome' })}</span>
      <ChoiceChips
        label={{ zh: '结果', en: 'Outcome' }}
        chips={outcomesOf(kind)}
        value={draft.outcome}
        onChoose={(outcome) => set({ outcome })}
      />
    </div>
  )
}

export function SummaryLine({ draft, set }: FieldsProps) {
  return (
    <Line label={{ zh: '内容', en: 'What was said' }}>
      {(id) => (
        <Input.TextArea
          id={id}
          value={draft.summary}
          maxLength={5_000}
          autoSize={{ minRows: 3, maxRows: 12 }}
          onChange={(event) => set({ summary: event.target.value })}
        />
      )}
    </Line>
  )
}

/** What is seldom needed: it opens by a tap. */
export function MoreFields({ customerId, draft, set }: FieldsProps & { readonly customerId: string }) {
  const kind = kindNamed(draft.kind ?? '')
  return (
    <>
      {kind?.hasDirection ? (
        <ChoiceChips
          label={{ zh: '发起方', en: 'Direction' }}
          chips={directions}
          value={draft.direction ?? 'out'}
          onChoose={(direction) => set({ direction: direction ?? draft.direction })}
        />
      ) : null}
      <TypedLine
        field={interaction.fields.occurredAt}
        label={{ zh: '时间（不填为现在）', en: 'When (now if left out)' }}
        value={draft.occurredAt}
        onChange={(occurredAt) => set({ occurredAt })}
      />
      <Line label={{ zh: '下一步', en: 'Next step' }}>
        {(id) => <Input id={id} value={draft.nextStep} maxLength={500} onChange={(event) => set({ nextStep: event.target.value })} />}
      </Line>
      <TypedLine
        field={{ type: 'date', label: { zh: '下一步的期限', en: 'Next step due' } }}
        value={draft.nextStepDue}
        onChange={(nextStepDue) => set({ nextStepDue })}
      />
      <Line label={{ zh: '对方（企业客户填联系人）', en: 'Spoke with (of a company: whom)' }}>
        {(id) => <SpokenWith id={id} customerId={customerId} draft={draft} set={set} />}
      </Line>
      <Line label={{ zh: '时长（分钟）', en: 'Duration (minutes)' }}>
        {(id) => <InputNumber id={id} value={draft.minutes} min={0} max={10_000} precision={0} onChange={(minutes) => set({ minutes })} />}
      </Line>
      {kind?.hasPlace ? (
        <Line label={{ zh: '地点', en: 'Place' }}>
          {(id) => <Input id={id} value={draft.place} maxLength={200} onChange={(event) => set({ place: event.target.value })} />}
        </Line>
      ) : null}
    </>
  )
}

export function FilesLine({ draft, set }: FieldsProps) {
  return <AttachFiles files={draft.files} most={10} onChange={(files) => set({ files: [...files] })} />
}

function Line(props: { readonly label: Words; readonly children: (id: string) => ReactNode }) {
  const say = useSay()
  const id = useId()
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say(props.label)}</label>
      {props.children(id)}
    </div>
  )
}

type TypedProps = {
  readonly field: Field
  readonly label?: Words
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}

function TypedLine({ field, label, value, onChange }: TypedProps) {
  return (
    <Line label={label ?? field.label}>
      {(id) => <FieldInput field={field} id={id} value={value} onChange={(next) => onChange(typeof next === 'string' ? next : null)} />}
    </Line>
  )
}
