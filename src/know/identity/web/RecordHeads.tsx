import { useId } from 'react'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import type { Preview } from './merge-answers.ts'

/** Who they are, and which of them stays; the others become part of that one. */
export function RecordHeads({ preview, onInto }: { readonly preview: Preview; readonly onInto: (id: string) => void }) {
  const say = useSay()
  const label = useId()
  return (
    <div className="rg-merge-row rg-merge-heads" role="radiogroup" aria-labelledby={label}>
      <div className="rg-merge-label" id={label}>
        {say({ zh: '保留哪一份档案', en: 'Which record stays' })}
      </div>
      {preview.records.map((record) => (
        <Head key={record.id} record={record} stays={record.id === preview.into} group={label} onInto={onInto} />
      ))}
    </div>
  )
}

type HeadProps = {
  readonly record: Preview['records'][number]
  readonly stays: boolean
  readonly group: string
  readonly onInto: (id: string) => void
}

function Head({ record, stays, group, onInto }: HeadProps) {
  const say = useSay()
  const format = useFormat()
  const name = nameOfCustomer({ ...record.values, id: record.id })
  return (
    <div className={stays ? 'rg-merge-cell rg-merge-chosen' : 'rg-merge-cell'}>
      <label className="rg-merge-option">
        <input type="radio" name={group} checked={stays} onChange={() => onInto(record.id)} />
        <span>
          <strong>{name}</strong>
          <small>
            {stays
              ? say({ zh: '保留，其余并入', en: 'Stays; the others join it' })
              : say({ zh: '并入保留的档案', en: 'Joins the one that stays' })}
          </small>
        </span>
      </label>
      <dl className="rg-merge-facts">
        <div>
          <dt>{say({ zh: '建档', en: 'Since' })}</dt>
          <dd>{format.date(record.createdAt)}</dd>
        </div>
        <div>
          <dt>{say({ zh: '更新', en: 'Updated' })}</dt>
          <dd>{format.relative(record.updatedAt)}</dd>
        </div>
        <div>
          <dt>{say({ zh: '消费', en: 'Bought' })}</dt>
          <dd>
            {record.purchases > 0
              ? say(
                  { zh: '{n} 笔 · {spend}', en: '{n} · {spend}' },
                  { n: format.count(record.purchases), spend: format.money(record.spend) },
                )
              : say({ zh: '没有', en: 'Nothing' })}
          </dd>
        </div>
      </dl>
      <GoLink to={`/customers/${record.id}`} label={say({ zh: '查看档案：{name}', en: 'See the record: {name}' }, { name })}>
        {say({ zh: '查看档案', en: 'See the record' })}
      </GoLink>
    </div>
  )
}
