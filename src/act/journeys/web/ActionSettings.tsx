import { Checkbox, Input, InputNumber, Select } from 'antd'
import type { ComponentType } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { type Setting, settingsOf } from './action-form.ts'
import { FieldValues } from './FieldValues.tsx'
import { Labelled } from './Labelled.tsx'
import { both, type Known } from './say-rule.ts'

type FieldProps = {
  readonly setting: Setting
  readonly label: string
  readonly value: unknown
  readonly known: Known
  readonly onChange: (value: unknown) => void
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

function TextField({ setting, label, value, onChange }: FieldProps) {
  const set = (text: string) => onChange(text === '' ? undefined : text)
  if (setting.kind === 'long')
    return (
      <Input.TextArea
        aria-label={label}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={textOf(value)}
        onChange={(event) => set(event.target.value)}
      />
    )
  return <Input aria-label={label} className="rg-journey-name" value={textOf(value)} onChange={(event) => set(event.target.value)} />
}

function NumberField({ setting, label, value, onChange }: FieldProps) {
  const { least, most } = setting
  return (
    <InputNumber<number>
      aria-label={label}
      {...(least === undefined ? {} : { min: least })}
      {...(most === undefined ? {} : { max: most })}
      value={typeof value === 'number' ? value : null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}

function YesNo({ label, value, onChange }: FieldProps) {
  return <Checkbox aria-label={label} checked={value === true} onChange={(event) => onChange(event.target.checked)} />
}

function Choice({ setting, label, value, onChange }: FieldProps) {
  const say = useSay()
  return (
    <Select
      aria-label={label}
      className="rg-journey-name"
      allowClear={!setting.required}
      value={textOf(value) === '' ? null : textOf(value)}
      onChange={(next: string | null) => onChange(next ?? undefined)}
      options={setting.options.map((option) => ({ value: option, label: say(setting.words?.[option] ?? both(option)) }))}
    />
  )
}

/** One of the answers that a field of the customer may have, by its name. */
function Answer({ setting, label, value, known, onChange }: FieldProps) {
  const say = useSay()
  const options = known.dictionary.fields.get(setting.answerOf ?? '')?.field.options ?? []
  return (
    <Select
      aria-label={label}
      className="rg-journey-name"
      showSearch={{ optionFilterProp: 'label' }}
      allowClear={!setting.required}
      value={textOf(value) === '' ? null : textOf(value)}
      onChange={(next: string | null) => onChange(next ?? undefined)}
      options={options.filter(({ retired }) => retired !== true).map((option) => ({ value: option.value, label: say(option.label) }))}
    />
  )
}

function Texts({ label, value, onChange }: FieldProps) {
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  return (
    <Select
      mode="tags"
      aria-label={label}
      className="rg-journey-name"
      value={texts}
      onChange={(next) => onChange(next.length > 0 ? next : undefined)}
    />
  )
}

const fields: Readonly<Record<Setting['kind'], ComponentType<FieldProps> | null>> = {
  text: TextField,
  long: TextField,
  number: NumberField,
  boolean: YesNo,
  choice: Choice,
  answer: Answer,
  fields: null,
  texts: Texts,
  due: TextField,
  other: null,
}

type Props = {
  readonly schema: unknown
  readonly input: Readonly<Record<string, unknown>>
  readonly known: Known
  readonly onChange: (input: Readonly<Record<string, unknown>>) => void
}

/** A form made from the settings that an action says it has. */
export function ActionSettings({ schema, input, known, onChange }: Props) {
  const say = useSay()
  return (
    <>
      {settingsOf(schema).map((setting) => {
        if (setting.kind === 'fields') return <FieldValues key="fields" known={known} values={input} onChange={onChange} />
        const Field = fields[setting.kind]
        if (!Field) return null
        const label = say(setting.label)
        return (
          <Labelled key={setting.name} label={setting.label}>
            <Field
              setting={setting}
              label={label}
              known={known}
              value={input[setting.name]}
              onChange={(value) => onChange(without({ ...input, [setting.name]: value }))}
            />
          </Labelled>
        )
      })}
    </>
  )
}

/** Settings that are empty are left out. */
const without = (input: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
