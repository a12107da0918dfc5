import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import type { HookCondition, Saying } from '../hook-mapping.ts'
import { type Places, PlaceSelect } from './PlaceSelect.tsx'

export function Remove({ what, onClick }: { readonly what: string; readonly onClick: () => void }) {
  const say = useSay()
  return (
    <Button
      type="text"
      size="small"
      icon={<DeleteOutlined />}
      aria-label={say({ zh: '去掉{what}', en: 'Remove {what}' }, { what })}
      onClick={onClick}
    />
  )
}

export const first = (saying: Saying | undefined) => (Array.isArray(saying) ? saying[0] : saying)

/** Places, and what is to stand at each. */
export function Conditions(props: {
  readonly title: Words
  /** What a condition without values asks for, where that may be. */
  readonly unsaid?: Words
  readonly places: Places
  readonly all: readonly HookCondition[]
  readonly onChange: (all: HookCondition[]) => void
}) {
  const say = useSay()
  const title = say(props.title)
  const change = (at: number, patch: Partial<HookCondition>) =>
    props.onChange(props.all.map((one, place) => (place === at ? { ...one, ...patch } : one)))
  const values = say({ zh: '为其中之一', en: 'is one of' })
  return (
    <>
      {props.all.map((one, at) => (
        // Conditions have nothing else to be known by than their place.
        <div key={at} className="rg-hook-when">
          <div>
            <PlaceSelect
              label={title}
              places={props.places}
              value={one.at}
              onChange={(saying) => change(at, { at: first(saying) ?? one.at })}
            />
          </div>
          <div>
            <Select
              mode="tags"
              aria-label={values}
              placeholder={props.unsaid ? say(props.unsaid) : values}
              value={one.in}
              open={false}
              onChange={(all) => change(at, { in: all })}
              style={{ width: '100%' }}
            />
          </div>
          <Remove what={title} onClick={() => props.onChange(props.all.filter((_, place) => place !== at))} />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        style={{ justifySelf: 'start', gridColumn: '1 / -1' }}
        onClick={() => props.onChange([...props.all, { at: props.places[0]?.value ?? '$.type', in: [] }])}
      >
        {say({ zh: '加条件', en: 'Add a condition' })}
      </Button>
    </>
  )
}
