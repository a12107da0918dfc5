import { EyeOutlined } from '@ant-design/icons'
import { Alert, Button, Input, Modal } from 'antd'
import { useEffect, useId, useState } from 'react'
import type { Field } from '../core/entity/field.ts'
import type { Words } from '../core/kit/words.ts'
import { FieldCell } from '../fields/web/inputs.tsx'
import { useAct } from '../ui/data.tsx'
import { useSay } from '../ui/language.tsx'
import { useMayDo } from '../ui/reader.tsx'
import { useSayProblem } from '../ui/States.tsx'
import { ChoiceChips } from '../ui/ChoiceChips.tsx'
import { askReveal } from './my-rights.ts'
import './masked-value.css'

/** So long a value stays readable. */
const shownMs = 60_000

const reasons: readonly { readonly value: string; readonly label: Words }[] = [
  { value: 'contact', label: { zh: '联系客户', en: 'Contact the customer' } },
  { value: 'check', label: { zh: '核实身份', en: 'Check who it is' } },
  { value: 'ship', label: { zh: '发货', en: 'Ship an order' } },
  { value: 'care', label: { zh: '处理投诉', en: 'Handle a complaint' } },
]

type Props = { readonly customerId: string; readonly name: string; readonly field: Field; readonly value: unknown }

/** A mask is a text, whatever it hides. */
export const sayMask = (value: unknown): string => (typeof value === 'string' ? value : '••••••')

/** A value of a record, masked where it is; with an eye for those who may see it whole for a reason. */
export function RecordValue({ entity, ...props }: Props & { readonly entity: string }) {
  if (!props.field.masked) return <FieldCell field={props.field} value={props.value} />
  return entity === 'customer' ? <MaskedValue {...props} /> : <span className="rg-masked">{sayMask(props.value)}</span>
}

function MaskedValue({ customerId, name, field, value }: Props) {
  const say = useSay()
  const may = useMayDo({ name: askReveal.name, role: 'manager' })
  const [isAsking, setAsking] = useState(false)
  const [whole, setWhole] = useState<unknown>(null)
  useEffect(() => {
    if (whole === null) return
    const timer = setTimeout(() => setWhole(null), shownMs)
    return () => clearTimeout(timer)
  }, [whole])
  if (value === null || value === undefined || value === '') return null
  if (whole !== null)
    return (
      <span
        className="rg-masked rg-masked-whole"
        title={say({ zh: '一分钟后重新打码；这次查看已留痕', en: 'Masked again in a minute; this look is on record' })}
      >
        <FieldCell field={field} value={whole} />
      </span>
    )
  const label = say(
    { zh: '查看完整的{field}', en: 'Show the whole {field}' },
    { field: { zh: field.label.zh, en: field.label.en.toLowerCase() } },
  )
  return (
    <span className="rg-masked">
      {sayMask(value)}
      {may ? (
        <Button type="text" size="small" icon={<EyeOutlined />} aria-label={label} title={label} onClick={() => setAsking(true)} />
      ) : null}
      <Modal open={isAsking} onCancel={() => setAsking(false)} footer={null} title={label} destroyOnHidden>
        <ReasonForm
          id={customerId}
          name={name}
          onDone={(answer) => {
            setAsking(false)
            setWhole(answer)
          }}
        />
      </Modal>
    </span>
  )
}

type FormProps = { readonly id: string; readonly name: string; readonly onDone: (value: unknown) => void }

/** Why it is needed, which is kept with who looked and when. */
function ReasonForm({ id, name, onDone }: FormProps) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const at = useId()
  const reveal = useAct(askReveal)
  const [chosen, setChosen] = useState<string | null>(null)
  const [more, setMore] = useState('')
  const label = reasons.find(({ value }) => value === chosen)?.label
  const reason = [label ? say(label) : '', more.trim()].filter(Boolean).join(say({ zh: '：', en: ': ' }))
  return (
    <form
      className="rg-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.length >= 2) reveal.mutate({ id, field: name, reason }, { onSuccess: (answer) => onDone(answer.value) })
      }}
    >
      {reveal.error ? <Alert type="error" showIcon role="alert" title={sayProblem(reveal.error)} /> : null}
      <ChoiceChips label={{ zh: '为什么需要查看', en: 'Why it is needed' }} chips={reasons} value={chosen} onChoose={setChosen} />
      <div className="rg-form-line">
        <label htmlFor={`${at}more`}>{say({ zh: '说明', en: 'In words' })}</label>
        <Input
          id={`${at}more`}
          value={more}
          maxLength={400}
          placeholder={say({ zh: '可以补充，也可以只写这里', en: 'Add to it, or write here alone' })}
          onChange={(event) => setMore(event.target.value)}
        />
      </div>
      <p className="rg-form-help">
        {say({
          zh: '谁、何时、为什么查看会记入审计记录。内容显示一分钟，每小时的次数有上限。',
          en: 'Who looked, when and why goes into the audit log. The value is shown for a minute; an hour has a limit.',
        })}
      </p>
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" disabled={reason.length < 2} loading={reveal.isPending}>
          {say({ zh: '查看', en: 'Show' })}
        </Button>
      </div>
    </form>
  )
}
