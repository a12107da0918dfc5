import { PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { stepKinds } from '../step-kinds.ts'
import { faceOf } from './step-faces.tsx'

const order = ['send', 'wait', 'branch', 'end'] as const

/** A button that offers the kinds of steps. `label` shows words beside the plus. */
export function AddStep(props: {
  readonly onAdd: (kind: string) => void
  /** An end can stand only where nothing follows. */
  readonly withEnd: boolean
  readonly where: string
  readonly label?: string
}) {
  const say = useSay()
  const kinds = [...order, ...Object.keys(stepKinds).filter((kind) => !order.some((one) => one === kind))]
  const items = kinds
    .filter((kind) => props.withEnd || kind !== 'end')
    .flatMap((kind) => {
      const known = stepKinds[kind]
      if (!known) return []
      const { icon: Icon } = faceOf(kind)
      const label = (
        <span className="rg-add-kind">
          <strong>{say(known.label)}</strong>
          <span>{say(known.help)}</span>
        </span>
      )
      return [{ key: kind, icon: <Icon />, label }]
    })
  return (
    <Dropdown trigger={['click']} autoFocus menu={{ items, onClick: ({ key }) => props.onAdd(key) }}>
      <Button
        size="small"
        shape={props.label ? 'default' : 'circle'}
        icon={<PlusOutlined />}
        aria-label={say({ zh: '添加步骤：{where}', en: 'Add a step: {where}' }, { where: props.where })}
      >
        {props.label}
      </Button>
    </Dropdown>
  )
}
