import { Button, Checkbox, Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { FieldInput } from '../../../fields/web/inputs.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { addContactPoint, changeContactPoint } from '../actions.ts'
import { kindOptions, type PointKind, pointField, pointKinds } from '../contact-point.ts'
import type { Point } from './points-answer.ts'

type FormProps = {
  readonly kind: PointKind
  readonly onKind?: (kind: PointKind) => void
  readonly value: string
  readonly label: string
  readonly sending: boolean
  readonly failure: unknown
  readonly onSave: (value: string, label: string) => void
  readonly onClose: () => void
  readonly children?: ReactNode
}

function PointForm(props: FormProps) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const [value, setValue] = useState<unknown>(props.value || null)
  const [label, setLabel] = useState(props.label)
  const wrongId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typeof value === 'string' && value.trim() !== '') props.onSave(value, label.trim())
  }
  return (
    <form className="rg-point-form" onSubmit={submit} noValidate>
      {props.onKind ? (
        <Select<PointKind>
          autoFocus
          aria-label={say({ zh: '方式', en: 'Kind' })}
          value={props.kind}
          onChange={props.onKind}
          options={pointKinds.map((kind) => ({
            value: kind,
            label: say(kindOptions.find((each) => each.value === kind)?.label ?? { zh: kind, en: kind }),
          }))}
        />
      ) : null}
      <FieldInput
        key={props.kind}
        field={pointField(props.kind)}
        label={say(pointField(props.kind).label)}
        value={value}
        onChange={setValue}
        status={props.failure ? 'error' : undefined}
        describedBy={props.failure ? wrongId : undefined}
      />
      {props.failure ? (
        <div id={wrongId} role="alert" className="rg-point-wrong">
          {sayProblem(props.failure)}
        </div>
      ) : null}
      <Input
        value={label}
        maxLength={40}
        onChange={(event) => setLabel(event.target.value)}
        aria-label={say({ zh: '标签', en: 'Label' })}
        placeholder={say({ zh: '标签，如 公司、家里（可不填）', en: 'Label, like office or home (optional)' })}
      />
      {props.children}
      <div className="rg-point-form-foot">
        <Button type="primary" htmlType="submit" loading={props.sending}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
        <Button onClick={props.onClose}>{say({ zh: '取消', en: 'Cancel' })}</Button>
      </div>
    </form>
  )
}

/** One more way to reach the customer. */
export function NewPoint(props: { readonly customerId: string; readonly onClose: () => void }) {
  const say = useSay()
  const [kind, setKind] = useState<PointKind>('phone')
  const [primary, setPrimary] = useState(false)
  const add = useAct(addContactPoint)
  return (
    <PointForm
      kind={kind}
      onKind={setKind}
      value=""
      label=""
      sending={add.isPending}
      failure={add.error}
      onSave={(value, label) =>
        add.mutate({ id: props.customerId, kind, value, label: label || null, primary }, { onSuccess: props.onClose })
      }
      onClose={props.onClose}
    >
      <Checkbox checked={primary} onChange={(event) => setPrimary(event.target.checked)}>
        {say({ zh: '设为主要', en: 'Make it the primary one' })}
      </Checkbox>
    </PointForm>
  )
}

/** Another value or another label, in the place of the line. */
export function EditPoint(props: { readonly customerId: string; readonly point: Point; readonly onClose: () => void }) {
  const { kind, value, label } = props.point
  const change = useAct(changeContactPoint)
  return (
    <PointForm
      kind={kind}
      value={value}
      label={label ?? ''}
      sending={change.isPending}
      failure={change.error}
      onSave={(to, next) => change.mutate({ id: props.customerId, kind, value, to, label: next || null }, { onSuccess: props.onClose })}
      onClose={props.onClose}
    />
  )
}
