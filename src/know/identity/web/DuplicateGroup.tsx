import { Button } from 'antd'
import type { Ref } from 'react'
import type { Fields } from '../../../core/entity/field.ts'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { fieldTypes } from '../../../fields/field-types.ts'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import { customer } from '../../customers/customer.ts'
import type { MatchCard } from '../matching-actions.ts'
import { cardLines } from './card-words.ts'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { Evidence, type Said } from './Evidence.tsx'

export type Group = {
  readonly customers: readonly MatchCard[]
  readonly pairs: readonly (Said & { readonly low: string; readonly high: string; readonly rule: string })[]
  readonly more: boolean
}

const fields: Fields = customer.fields

type Props = {
  readonly group: Group
  readonly busy: boolean
  readonly place: Ref<HTMLElement>
  readonly onFocus: () => void
  readonly onMerge: () => void
  readonly onDecide: (decision: 'not-same' | 'household') => void
}

/** Records that may be one customer, side by side, with what speaks for it. */
export function DuplicateGroup({ group, busy, place, onFocus, onMerge, onDecide }: Props) {
  const say = useSay()
  const names = new Map(group.customers.map((card) => [card.id, nameOfCustomer(card)]))
  const isFamily = group.pairs.every(({ says }) => says === 'household')
  return (
    <article ref={place} tabIndex={-1} className="rg-match-group" onFocus={onFocus} aria-label={[...names.values()].join(' · ')}>
      {group.pairs.slice(0, 6).map((pair) => (
        <Evidence
          key={pair.low + pair.high}
          said={pair}
          {...(group.pairs.length > 1 ? { about: `${names.get(pair.low) ?? ''} ~ ${names.get(pair.high) ?? ''}` } : {})}
        />
      ))}
      {group.more ? (
        <p className="rg-note">
          {say({
            zh: '这一组还有更多客户，处理完这些后会接着列出。',
            en: 'This group has more customers; they follow once these are settled.',
          })}
        </p>
      ) : null}
      <SideBySide cards={group.customers} />
      <div className="rg-match-buttons">
        <Button type={isFamily ? 'default' : 'primary'} onClick={onMerge} disabled={busy}>
          {say({ zh: '合并', en: 'Merge' })}
        </Button>
        <Button onClick={() => onDecide('not-same')} disabled={busy}>
          {group.customers.some(({ kind }) => kind === 'company')
            ? say({ zh: '不是同一家', en: 'Not the same' })
            : say({ zh: '不是同一人', en: 'Not the same person' })}
        </Button>
        {group.customers.every(({ kind }) => kind === 'person') ? (
          <Button type={isFamily ? 'primary' : 'default'} onClick={() => onDecide('household')} disabled={busy}>
            {say({ zh: '一家人', en: 'One household' })}
          </Button>
        ) : null}
      </div>
    </article>
  )
}

function SideBySide({ cards }: { readonly cards: readonly MatchCard[] }) {
  const say = useSay()
  const format = useFormat()
  const customs = useCustoms()
  const place = (name: 'province' | 'city', value: string | null) => {
    const field = fields[name]
    return value === null || value === '' || !field ? null : (fieldTypes[field.type]?.say(value, field, customs) ?? value)
  }
  const region = (inProvince: string | null, inCity: string | null) => {
    const [province, city] = [place('province', inProvince), place('city', inCity)]
    // 北京市 is its own province.
    return province && city && province !== city
      ? say({ zh: '{province} {city}', en: '{city}, {province}' }, { province, city })
      : (city ?? province)
  }
  const lines = cardLines
    .map(({ name, label, of }) => ({ name, label, values: cards.map((card) => of(card, { ...format, region })) }))
    .filter(({ values }) => values.some((value) => value !== null))
  return (
    // A wide table scrolls by the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="rg-match-scroll" tabIndex={0} role="group" aria-label={say({ zh: '并列比较', en: 'Side by side' })}>
      <table className="rg-match-table" style={{ minWidth: 80 + cards.length * 120 }}>
        <thead>
          <tr>
            <th scope="col">{say({ zh: '客户', en: 'Customer' })}</th>
            {cards.map((card) => (
              <th key={card.id} scope="col">
                <GoLink to={`/customers/${card.id}`}>{nameOfCustomer(card)}</GoLink>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, label, values }) => {
            const known = new Set(values.filter((value) => value !== null))
            return (
              <tr key={name}>
                <th scope="row">{say(label)}</th>
                {values.map((value, i) => (
                  <td
                    key={cards[i]?.id ?? i}
                    className={value === null ? 'rg-match-none' : known.size > 1 ? 'rg-match-differs' : undefined}
                  >
                    {value === null ? '—' : <Value name={name} value={value} />}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Value({ name, value }: { readonly name: string; readonly value: string }) {
  const field = fields[name]
  return field && field.type !== 'time' ? <FieldCell field={field} value={value} /> : <>{value}</>
}
