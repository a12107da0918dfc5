import { EyeOutlined } from '@ant-design/icons'
import { Alert, Button, Input, Modal } from 'antd'
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { z } from 'zod'
import type { Field } from '../core/entity/field.ts'
import { contactDots } from '../core/kit/contact-token.ts'
import type { Words } from '../core/kit/words.ts'
import { FieldCell } from '../fields/web/inputs.tsx'
import { useAct } from '../ui/data.tsx'
import { useSay } from '../ui/language.tsx'
import { useIsLimited, useMayDo } from '../ui/reader.tsx'
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

const holdsDots = (value: unknown): value is string => typeof value === 'string' && value.includes(contactDots)

/** A value of a record, masked where it is; with an eye for those who may see it whole for a reason. */
export function RecordValue({ entity, ...props }: Props & { readonly entity: string }) {
  const { field, value, customerId, name } = props
  const isLimited = useIsLimited()
  if (isLimited && entity === 'customer' && !field.masked && holdsDots(value))
    return <VeiledText customerId={customerId} name={name} text={value} label={field.label} />
  if (!field.masked) return <FieldCell field={field} value={value} />
  return entity === 'customer' ? <MaskedValue {...props} /> : <span className="rg-masked">{sayMask(value)}</span>
}

function MaskedValue({ customerId, name, field, value }: Props) {
  if (value === null || value === undefined || value === '') return null
  const shown = (whole: unknown) => <FieldCell field={field} value={whole} />
  return <Reveal asked={{ id: customerId, field: name }} label={field.label} masked={sayMask(value)} shown={shown} />
}

type TextProps = {
  readonly customerId: string
  readonly name: string
  readonly text: string
  readonly label: Words
  /** The record in which it stands, where that is not the customer. */
  readonly of?: { readonly kind: 'interaction' | 'todo' | 'contact' | 'contact-point'; readonly id: string }
}

/** What somebody wrote, with dots for the numbers in it that its reader may not see; with an eye for those who may for a reason. */
export function VeiledText({ customerId, name, text, label, of }: TextProps) {
  const isLimited = useIsLimited()
  if (!isLimited || !holdsDots(text)) return <>{text}</>
  return <Reveal asked={{ id: customerId, field: name, of }} label={label} masked={text} shown={(whole) => <>{String(whole)}</>} isText />
}

type Asked = Omit<z.input<typeof askReveal.input>, 'reason'>
type RevealProps = {
  readonly asked: Asked
  readonly label: Words
  readonly masked: string
  readonly shown: (whole: unknown) => ReactNode
  /** Words, which may take several lines. */
  readonly isText?: boolean
}

function Reveal({ asked, label: named, masked, shown, isText = false }: RevealProps) {
  const say = useSay()
  const may = useMayDo({ name: askReveal.name, role: 'manager' })
  const [isAsking, setAsking] = useState(false)
  const [whole, setWhole] = useState<unknown>(null)
  useEffect(() => {
    if (whole === null) return
    const timer = setTimeout(() => setWhole(null), shownMs)
    return () => clearTimeout(timer)
  }, [whole])
  if (whole !== null)
    return (
      <span
        className={isText ? 'rg-masked rg-masked-text rg-masked-whole' : 'rg-masked rg-masked-whole'}
        title={say({ zh: '一分钟后重新打码；这次查看已留痕', en: 'Masked again in a minute; this look is on record' })}
      >
        {shown(whole)}
      </span>
    )
  const label = say({ zh: '查看完整的{field}', en: 'Show the whole {field}' }, { field: { zh: named.zh, en: named.en.toLowerCase() } })
  return (
    <span className={isText ? 'rg-masked rg-masked-text' : 'rg-masked'}>
      {masked}
      {may ? (
        <Button type="text" size="small" icon={<EyeOutlined />} aria-label={label} title={label} onClick={() => setAsking(true)} />
      ) : null}
      <Modal open={isAsking} onCancel={() => setAsking(false)} footer={null} title={label} destroyOnHidden>
        <ReasonForm
          asked={asked}
          onDone={(answer) => {
            setAsking(false)
            setWhole(answer)
          }}
        />
      </Modal>
    </span>
  )
}

type FormProps = { readonly asked: Asked; readonly onDone: (value: unknown) => void }

/** Why it is needed, which is kept with who looked and when. */
function ReasonForm({ asked, onDone }: FormProps) {
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
        if (reason.length >= 2) reveal.mutate({ ...asked, reason }, { onSuccess: (answer) => onDone(answer.value) })
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
