import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import type { ReactNode } from 'react'
import { useSay } from '../../../ui/language.tsx'

/** One way of a fork that its writer names. `way` stays what it is, so that what stands in it does. */
export type Part = { readonly way: string; readonly label?: string | undefined }

type Props<P extends Part> = {
  readonly parts: readonly P[]
  readonly least: number
  readonly most: number
  /** A name that no way may have. */
  readonly reserved?: string
  readonly make: (way: string) => P
  readonly onChange: (parts: readonly P[]) => void
  readonly settings: (part: P, change: (part: P) => void) => ReactNode
}

const letters = 'abcdefghijklmnop'

/** The ways of a fork: each with a name and what decides it; added and removed. */
export function WaysEditor<P extends Part>({ parts, least, most, reserved, make, onChange, settings }: Props<P>) {
  const say = useSay()
  const free = [...letters].find((way) => way !== reserved && !parts.some((part) => part.way === way)) ?? 'a'
  const change = (part: P) => onChange(parts.map((one) => (one.way === part.way ? part : one)))
  return (
    <>
      {parts.map((part, i) => {
        const name = part.label ?? say({ zh: '第 {n} 路', en: 'Way {n}' }, { n: i + 1 })
        return (
          <section key={part.way} className="rg-way" aria-label={name}>
            <div className="rg-journey-pair">
              <Input
                aria-label={say(
                  { zh: '这一路的名称：{name}', en: 'Name of this way: {name}' },
                  { name: say({ zh: '第 {n} 路', en: 'way {n}' }, { n: i + 1 }) },
                )}
                className="rg-journey-name"
                maxLength={60}
                value={part.label ?? ''}
                placeholder={say({ zh: '第 {n} 路', en: 'Way {n}' }, { n: i + 1 })}
                onChange={(event) => change({ ...part, label: event.target.value.trim() === '' ? undefined : event.target.value })}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                disabled={parts.length <= least}
                aria-label={say({ zh: '删除这一路：{name}', en: 'Remove this way: {name}' }, { name })}
                onClick={() => onChange(parts.filter((one) => one.way !== part.way))}
              />
            </div>
            {settings(part, change)}
          </section>
        )
      })}
      <div>
        <Button icon={<PlusOutlined />} disabled={parts.length >= most} onClick={() => onChange([...parts, make(free)])}>
          {say({ zh: '再加一路', en: 'One more way' })}
        </Button>
      </div>
    </>
  )
}
