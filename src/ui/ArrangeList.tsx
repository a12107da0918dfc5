import { ArrowUpOutlined, HolderOutlined } from '@ant-design/icons'
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import { useSay } from './language.tsx'
import './arrange-list.css'

export type Arranged = { readonly key: string; readonly label: string; readonly body?: ReactNode }

type Props = {
  readonly label: string
  readonly items: readonly Arranged[]
  /** One step up or down by the keys. */
  readonly onStep: (key: string, by: 1 | -1) => void
  /** Dropped before the item that stands at this place, or at the end. */
  readonly onDrop: (key: string, index: number) => void
  /** Said where the list is empty, which is a place to drop at too. */
  readonly empty?: string
}

const kind = 'text/x-regulars-item'

/** Things in an order that is made by dragging, or by the arrow keys on a thing's handle. */
export function ArrangeList({ label, items, onStep, onDrop, empty }: Props) {
  const [over, setOver] = useState<number | null>(null)
  const drop = (event: DragEvent, index: number) => {
    const key = event.dataTransfer.getData(kind)
    setOver(null)
    if (key === '') return
    event.preventDefault()
    event.stopPropagation()
    onDrop(key, index)
  }
  const hover = (event: DragEvent, index: number) => {
    event.preventDefault()
    event.stopPropagation()
    setOver(index)
  }
  return (
    <ul
      className="rg-arrange"
      aria-label={label}
      onDragOver={(event) => hover(event, items.length)}
      onDragLeave={() => setOver(null)}
      onDrop={(event) => drop(event, items.length)}
    >
      {items.map((item, index) => (
        <li
          key={item.key}
          className={over === index ? 'rg-arrange-item rg-arrange-over' : 'rg-arrange-item'}
          draggable
          onDragStart={(event) => event.dataTransfer.setData(kind, item.key)}
          onDragEnd={() => setOver(null)}
          onDragOver={(event) => hover(event, index)}
          onDrop={(event) => drop(event, index)}
        >
          <Handle item={item} onStep={onStep} />
          {item.body ?? <span className="rg-arrange-label">{item.label}</span>}
          <UpButton item={item} onStep={onStep} />
        </li>
      ))}
      {items.length === 0 && empty ? <li className="rg-arrange-empty">{empty}</li> : null}
    </ul>
  )
}

/** For fingers, which can neither drag nor press arrow keys. */
function UpButton({ item, onStep }: { readonly item: Arranged; readonly onStep: Props['onStep'] }) {
  const say = useSay()
  return (
    <button
      type="button"
      className="rg-arrange-handle rg-arrange-up"
      aria-label={say({ zh: '上移“{name}”', en: 'Move “{name}” up' }, { name: item.label })}
      onClick={() => onStep(item.key, -1)}
    >
      <ArrowUpOutlined aria-hidden />
    </button>
  )
}

function Handle({ item, onStep }: { readonly item: Arranged; readonly onStep: Props['onStep'] }) {
  const say = useSay()
  const press = (event: KeyboardEvent<HTMLButtonElement>) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    if (by === null) return
    event.preventDefault()
    const handle = event.currentTarget
    onStep(item.key, by)
    // The handle moves with its thing and stays under the finger.
    requestAnimationFrame(() =>
      (handle.isConnected ? handle : document.querySelector<HTMLElement>(`[data-arranged="${item.key}"]`))?.focus(),
    )
  }
  return (
    <button
      type="button"
      className="rg-arrange-handle"
      data-arranged={item.key}
      onKeyDown={press}
      aria-label={say({ zh: '移动“{name}”：按上下方向键', en: 'Move “{name}”: press the arrow keys' }, { name: item.label })}
      title={say({ zh: '拖动，或按上下方向键', en: 'Drag, or press the arrow keys' })}
    >
      <HolderOutlined aria-hidden />
    </button>
  )
}
