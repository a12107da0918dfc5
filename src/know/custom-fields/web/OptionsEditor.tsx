import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { ArrangeList } from '../../../ui/ArrangeList.tsx'
import { useSay } from '../../../ui/language.tsx'
import { randomUuid } from '../../../ui/random-uuid.ts'
import type { DraftOption } from './field-draft.ts'

type Props = { readonly options: readonly DraftOption[]; readonly onChange: (options: readonly DraftOption[]) => void }

/** The answers of a choice, in their order. Taking one away leaves the values that were chosen. */
export function OptionsEditor({ options, onChange }: Props) {
  const say = useSay()
  const set = (id: string, patch: Partial<DraftOption>) => onChange(options.map((one) => (one.id === id ? { ...one, ...patch } : one)))
  const put = (id: string, index: number) => {
    const from = options.findIndex((one) => one.id === id)
    const moved = options[from]
    if (!moved) return
    const left = options.filter((one) => one.id !== id)
    onChange(left.toSpliced(index > from ? index - 1 : index, 0, moved))
  }
  const step = (id: string, by: 1 | -1) => {
    const at = options.findIndex((one) => one.id === id) + by
    if (at >= 0 && at < options.length) put(id, by === 1 ? at + 1 : at)
  }
  const add = () => onChange([...options, { id: randomUuid(), value: null, zh: '', en: '', tone: undefined }])
  return (
    <fieldset className="rg-fields-options">
      <legend>{say({ zh: '选项', en: 'Options' })}</legend>
      {options.length > 0 ? (
        <ArrangeList
          label={say({ zh: '选项', en: 'Options' })}
          onStep={step}
          onDrop={put}
          items={options.map((option, at) => ({
            key: option.id,
            label: option.zh || option.en || say({ zh: '第 {n} 项', en: 'option {n}' }, { n: at + 1 }),
            body: (
              <OptionLine
                option={option}
                number={at + 1}
                onSet={(patch) => set(option.id, patch)}
                onRemove={() => onChange(options.filter((one) => one.id !== option.id))}
              />
            ),
          }))}
        />
      ) : null}
      <Button size="small" icon={<PlusOutlined />} onClick={add}>
        {say({ zh: '加一个选项', en: 'Add an option' })}
      </Button>
    </fieldset>
  )
}

type LineProps = {
  readonly option: DraftOption
  readonly number: number
  readonly onSet: (patch: Partial<DraftOption>) => void
  readonly onRemove: () => void
}

function OptionLine({ option, number, onSet, onRemove }: LineProps) {
  const say = useSay()
  return (
    <span className="rg-fields-pair">
      <Input
        value={option.zh}
        maxLength={60}
        placeholder="中文"
        aria-label={say({ zh: '选项 {n}', en: 'Option {n} in Chinese' }, { n: number })}
        onChange={(event) => onSet({ zh: event.target.value })}
      />
      <Input
        value={option.en}
        maxLength={60}
        placeholder="English"
        aria-label={say({ zh: '选项 {n} 英文', en: 'Option {n}' }, { n: number })}
        onChange={(event) => onSet({ en: event.target.value })}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={say({ zh: '去掉选项 {n}', en: 'Take option {n} away' }, { n: number })}
        onClick={onRemove}
      />
    </span>
  )
}
