import { DeleteOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useId } from 'react'
import { FieldInput } from '../../../fields/web/inputs.tsx'
import { useSay } from '../../../ui/language.tsx'
import type { Known } from './say-rule.ts'

type Values = Readonly<Record<string, unknown>>
type Props = { readonly known: Known; readonly values: Values; readonly onChange: (values: Values) => void }

/** Fields of the customer with the value that each is to have; an empty one is cleared. */
export function FieldValues({ known, values, onChange }: Props) {
  const say = useSay()
  const id = useId()
  const all = [...known.dictionary.fields].filter(([, { field }]) => field.computed !== true)
  const others = all.filter(([name]) => !Object.hasOwn(values, name))
  return (
    <div className="rg-journey-values">
      {Object.entries(values).map(([name, value]) => {
        const field = known.dictionary.fields.get(name)?.field
        return (
          <div key={name} className="rg-journey-pair">
            <label htmlFor={`${id}${name}`}>{field ? say(field.label) : name}</label>
            {field ? (
              <FieldInput
                id={`${id}${name}`}
                field={field}
                value={value}
                onChange={(next) => onChange({ ...values, [name]: next ?? null })}
              />
            ) : null}
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={say({ zh: '不改“{field}”', en: 'Leave “{field}” as it is' }, { field: field?.label ?? name })}
              onClick={() => onChange(Object.fromEntries(Object.entries(values).filter(([one]) => one !== name)))}
            />
          </div>
        )
      })}
      <Select<string>
        aria-label={say({ zh: '要改的字段', en: 'Field to set' })}
        className="rg-journey-name"
        placeholder={say({ zh: '选择要改的字段', en: 'Choose a field to set' })}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        onChange={(name) => onChange({ ...values, [name]: null })}
        options={others.map(([name, { field }]) => ({ value: name, label: say(field.label) }))}
      />
    </div>
  )
}
