import { Button, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useGo } from './address.tsx'
import { useSay } from './language.tsx'
import { LayerCard } from './LayerCard.tsx'
import { useFormat } from './shop.tsx'

export type Explanation = {
  /** What the number is called; the popover's heading. */
  readonly name?: Words | string
  /** How it is worked out, in one or two sentences. */
  readonly definition: Words | string
  /** When it was true. */
  readonly asOf?: Date | string | null
  /** How many rows of facts it was made of. */
  readonly rows?: number | null
  /** The full figure, where a short one is shown. */
  readonly exact?: string
  /** The very people it counts. */
  readonly who?: { readonly to: string; readonly search?: Readonly<Record<string, unknown>>; readonly label?: Words }
}

const whereFrom: Words = { zh: '这个数是怎么来的', en: 'Where this number comes from' }

/** A number that explains itself: a click shows its definition, time and rows, and leads to the people behind it. */
export function Explain(props: Explanation & { readonly children: ReactNode }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      content={<ExplanationCard {...props} onGo={() => setOpen(false)} />}
      styles={{ root: { maxWidth: 340 } }}
    >
      <button type="button" className="rg-explain" aria-expanded={open} aria-haspopup="dialog" title={say(whereFrom)}>
        {props.children}
      </button>
    </Popover>
  )
}

function ExplanationCard(props: Explanation & { readonly onGo: () => void }) {
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const who = props.who
  return (
    <LayerCard className="rg-explanation" title={say(props.name ?? whereFrom)}>
      <p>{say(props.definition)}</p>
      <dl>
        {props.exact ? <Line name={{ zh: '准确数', en: 'Exactly' }} value={props.exact} /> : null}
        {props.asOf ? <Line name={{ zh: '截至', en: 'As of' }} value={format.dateTime(props.asOf)} /> : null}
        {props.rows !== undefined && props.rows !== null ? (
          <Line name={{ zh: '用到的记录', en: 'Rows used' }} value={format.count(props.rows)} />
        ) : null}
      </dl>
      {who ? (
        <Button
          size="small"
          type="primary"
          ghost
          onClick={() => {
            props.onGo()
            go(who.to, { search: who.search ?? {} })
          }}
        >
          {say(who.label ?? { zh: '查看这些客户', en: 'Show these customers' })}
        </Button>
      ) : null}
    </LayerCard>
  )
}

function Line(props: { readonly name: Words; readonly value: string }) {
  const say = useSay()
  return (
    <div>
      <dt>{say(props.name)}</dt>
      <dd>{props.value}</dd>
    </div>
  )
}
