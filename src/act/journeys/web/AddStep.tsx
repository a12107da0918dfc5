import { PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import type { Words } from '../../../core/kit/words.ts'
import { stepKinds } from '../step-kinds.ts'
import type { FlowVerbs, Paste } from './flow-parts.ts'
import { faceOf } from './step-faces.tsx'

const pastes: Readonly<Record<Paste, Words>> = {
  copy: { zh: '复制到这里：{name}', en: 'Copy here: {name}' },
  move: { zh: '移到这里：{name}', en: 'Move here: {name}' },
}

/** A button that offers the kinds of steps, and the step that was picked up. `label` shows words beside the plus. */
export function AddStep(props: {
  readonly verbs: FlowVerbs
  readonly onAdd: (kind: string) => void
  readonly onPlace: (how: Paste) => void
  /** An end can stand only where nothing follows. */
  readonly withEnd: boolean
  readonly where: string
  readonly label?: string
}) {
  const say = useSay()
  const { picked } = props.verbs
  const news = Object.keys(stepKinds)
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
      return [{ key: kind, icon: <Icon />, label, onClick: () => props.onAdd(kind) }]
    })
  const pasted = picked
    ? (['copy', 'move'] as const).map((how) => ({
        key: `paste:${how}`,
        label: say(pastes[how], { name: picked.name }),
        onClick: () => props.onPlace(how),
      }))
    : []
  const items = [...pasted, ...(picked ? [{ type: 'divider' as const }] : []), ...news]
  return (
    <Dropdown trigger={['click']} autoFocus menu={{ items, className: 'rg-add-menu' }}>
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
