import { Select } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'
import { tagsOf } from '../tags.ts'

/** Any number of the tags that there are, found by typing. */
export function TagsInput(props: FieldInputProps) {
  const say = useSay()
  return (
    <Select<string[]>
      {...inputAttributes(props)}
      mode="multiple"
      value={tagsOf(props.value).map(String)}
      onChange={(ids) => props.onChange(ids.length > 0 ? ids : null)}
      options={(props.field.options ?? []).map((option) => ({ value: option.value, label: say(option.label) }))}
      showSearch={{ optionFilterProp: 'label' }}
    />
  )
}
