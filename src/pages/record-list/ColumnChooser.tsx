import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import type { Fields } from '../../core/entity/field.ts'
import { useSay } from '../../ui/language.tsx'
import { LayerCard } from '../../ui/LayerCard.tsx'

type Props = {
  readonly fields: Fields
  readonly title: string
  readonly shown: readonly string[]
  /** undefined is "the usual ones". */
  readonly onChange: (names: readonly string[] | undefined) => void
}

/** Which columns a list shows; the title always stays. */
export function ColumnChooser(props: Props) {
  const say = useSay()
  const label = say({ zh: '选择列', en: 'Choose columns' })
  return (
    <Popover
      trigger="click"
      placement="bottom"
      content={
        <LayerCard title={label}>
          <Choices {...props} />
        </LayerCard>
      }
    >
      <Button icon={<SettingOutlined />} aria-label={label} aria-haspopup="dialog">
        {say({ zh: '列', en: 'Columns' })}
      </Button>
    </Popover>
  )
}

function Choices({ fields, title, shown, onChange }: Props) {
  const say = useSay()
  const toggle = (name: string, on: boolean) => onChange(on ? [...shown, name] : shown.filter((one) => one !== name))
  const sections = [
    { label: say({ zh: '资料', en: 'Profile' }), names: Object.keys(fields).filter((name) => !fields[name]?.computed) },
    { label: say({ zh: '指标', en: 'Metrics' }), names: Object.keys(fields).filter((name) => fields[name]?.computed) },
  ]
  return (
    <div className="rg-columns-choice">
      {sections
        .filter(({ names }) => names.length > 0)
        .map((section) => (
          <fieldset key={section.label}>
            <legend>{section.label}</legend>
            {section.names.map((name) => (
              <Checkbox
                key={name}
                checked={shown.includes(name)}
                disabled={name === title}
                onChange={(event) => toggle(name, event.target.checked)}
              >
                {say(fields[name]?.label ?? name)}
              </Checkbox>
            ))}
          </fieldset>
        ))}
      <Button size="small" type="link" onClick={() => onChange(undefined)}>
        {say({ zh: '恢复默认', en: 'Back to the usual columns' })}
      </Button>
    </div>
  )
}
