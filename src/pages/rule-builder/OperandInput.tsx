import { Input, Select } from 'antd'
import type { Field } from '../../core/entity/field.ts'
import type { FieldType } from '../../core/entity/field-type.ts'
import type { AnyOperator } from '../../core/rule/operator.ts'
import { FieldInput } from '../../fields/web/inputs.tsx'
import { useCustoms } from '../../fields/web/use-customs.ts'
import { useSay } from '../../ui/language.tsx'
import { DurationInput } from './DurationInput.tsx'

type Props = {
  readonly operator: AnyOperator
  readonly type: FieldType
  readonly field: Field
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly wrong: boolean
}

/** The form field of an operator's value: none, one, several, two ends, a length of time. */
export function OperandInput(props: Props) {
  const say = useSay()
  const label = `${say(props.field.label)} ${say(props.operator.label)}`
  if (props.operator.operand === 'nothing') return null
  if (props.operator.operand === 'duration') return <DurationInput value={props.value} onChange={props.onChange} label={label} />
  if (props.operator.operand === 'values') return <ValuesInput {...props} label={label} />
  if (props.operator.operand === 'values-within') return <ValuesWithinInput {...props} label={label} />
  if (props.operator.operand === 'range') return <RangeInput {...props} label={label} />
  return <OneInput {...props} label={label} />
}

type LabelledProps = Props & { readonly label: string }

/** A required field has no "empty" to choose, and an empty comparison means nothing. What is looked for in a long text is short. */
const asked = (field: Field): Field => ({ ...field, required: true, type: field.type === 'longtext' ? 'text' : field.type })

/** "Contains" takes part of a phone number, which the number's own input would refuse. */
function takesAnyText({ operator, type, field }: Props): boolean {
  return operator.value(type, field).safeParse('x').success && !type.schema(field).safeParse('x').success
}

/** The id of something that has a name, e.g. a journey's: chosen by it. What is gone is offered no more, and still said. */
function NamedInput({ field, value, onChange, label, wrong }: LabelledProps) {
  const say = useSay()
  const options = (field.options ?? []).filter((one) => one.retired !== true || one.value === value)
  return (
    <Select
      aria-label={label}
      className="rg-rule-value"
      value={typeof value === 'string' ? value : null}
      onChange={(next: string | null) => onChange(next ?? undefined)}
      options={options.map((option) => ({ value: option.value, label: say(option.label) }))}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      {...(wrong ? { status: 'error' } : {})}
    />
  )
}

const isNamed = ({ type, field, operator }: Props) =>
  type.name === 'text' && field.options !== undefined && (operator.name === 'is' || operator.name === 'is-not')

function OneInput(props: LabelledProps) {
  const { field, value, onChange, label, wrong } = props
  if (isNamed(props)) return <NamedInput {...props} />
  if (takesAnyText(props)) {
    return (
      <Input
        aria-label={label}
        className="rg-rule-value"
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value || undefined)}
        {...(wrong ? { status: 'error' } : {})}
      />
    )
  }
  return (
    <span className="rg-rule-value">
      <FieldInput
        field={asked(field)}
        value={value ?? null}
        onChange={(next) => onChange(next ?? undefined)}
        label={label}
        status={wrong ? 'error' : undefined}
      />
    </span>
  )
}

function RangeInput(props: LabelledProps) {
  const say = useSay()
  const { field, value, onChange, label, wrong } = props
  const [low, high]: readonly unknown[] = Array.isArray(value) ? value : []
  const status = wrong ? 'error' : undefined
  return (
    <span className="rg-rule-range">
      <FieldInput
        field={asked(field)}
        value={low ?? null}
        onChange={(next) => onChange([next, high])}
        label={`${label}: ${say({ zh: '起', en: 'from' })}`}
        status={status}
      />
      <span aria-hidden="true">–</span>
      <FieldInput
        field={asked(field)}
        value={high ?? null}
        onChange={(next) => onChange([low, next])}
        label={`${label}: ${say({ zh: '止', en: 'to' })}`}
        status={status}
      />
    </span>
  )
}

/** Which, and how long ago at most. */
function ValuesWithinInput(props: LabelledProps) {
  const say = useSay()
  const { value, onChange, label } = props
  const { tags, last }: { tags?: unknown; last?: unknown } = typeof value === 'object' && value !== null ? value : {}
  return (
    <>
      <ValuesInput {...props} value={tags} onChange={(next) => onChange({ tags: next, ...(last === undefined ? {} : { last }) })} />
      <DurationInput
        value={last}
        onChange={(next) => onChange({ ...(tags === undefined ? {} : { tags }), last: next })}
        label={`${label}: ${say({ zh: '多久以内', en: 'in the last' })}`}
      />
    </>
  )
}

function ValuesInput({ field, type, value, onChange, label, wrong }: LabelledProps) {
  const say = useSay()
  const customs = useCustoms()
  const options = (field.options ?? []).map((option) => ({ value: option.value, label: say(option.label) }))
  const chosen: readonly unknown[] = Array.isArray(value) ? value : []
  const read = (text: string): unknown => {
    const parsed = type.parse(text, field, customs)
    return 'value' in parsed ? parsed.value : text
  }
  return (
    <Select<string[]>
      aria-label={label}
      className="rg-rule-value"
      mode={options.length > 0 ? 'multiple' : 'tags'}
      value={chosen.map(String)}
      // What is chosen from a list is a value already; only what is typed must be read.
      onChange={(texts) => onChange(texts.map(options.length > 0 ? (one) => one : read).filter((one) => one !== null))}
      {...(options.length > 0 ? { showSearch: { optionFilterProp: 'label' } } : {})}
      options={options}
      tokenSeparators={[',', '，', '、', ';', '；']}
      placeholder={
        options.length > 0
          ? say({ zh: '可多选', en: 'Choose one or more' })
          : say({ zh: '输入后按回车，可填多个', en: 'Type and press Enter, as often as needed' })
      }
      {...(wrong ? { status: 'error' } : {})}
    />
  )
}
