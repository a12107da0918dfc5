import { Select } from 'antd'
import type { ReactNode } from 'react'
import { fieldTypes } from '../../../fields/field-types.ts'
import { textOf } from '../../../fields/nothing.ts'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import { factSentence } from '../../../pages/fact-sentence.ts'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { customer } from '../../customers/customer.ts'
import type { KnownDictionary } from '../../../pages/use-dictionary.ts'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { receiverNames } from './receiver-names.ts'
import type { Merge } from './merge-answers.ts'

type Props = {
  readonly merge: Merge
  readonly known: KnownDictionary
  /** Those that leave: what happened may be theirs. */
  readonly parts: Merge['parts']
  /** Id of what happened, or a field's name → whose it is. */
  readonly given: ReadonlyMap<string, string>
  readonly onGive: (id: string, to: string) => void
}

/** Purchases, facts and changed fields since the merge, each with the question whose it is; the survivor's unless said. */
export function HappenedSince(props: Props) {
  const say = useSay()
  const { since } = props.merge
  const nothing = since.purchases.length + since.facts.length + since.fields.length === 0
  return (
    <section>
      <h3>{say({ zh: '合并之后发生的事归谁', en: 'Whose is what happened since' })}</h3>
      {nothing ? <p className="rg-quiet">{say({ zh: '合并之后没有发生别的事。', en: 'Nothing has happened since the merge.' })}</p> : null}
      <Purchases {...props} />
      <Facts {...props} />
      <Fields {...props} />
      {since.more ? (
        <p className="rg-quiet">
          {say({ zh: '更早的没有全部列出，留给保留的客户。', en: 'Not all are listed; the rest stays with the customer who was kept.' })}
        </p>
      ) : null}
    </section>
  )
}

function Purchases(props: Props) {
  const say = useSay()
  const format = useFormat()
  return props.merge.since.purchases.map((purchase) => (
    <Line
      key={purchase.id}
      {...props}
      id={purchase.id}
      what={say(
        purchase.kind === 'refund' ? { zh: '退款 {amount}', en: 'Refund of {amount}' } : { zh: '消费 {amount}', en: 'Bought for {amount}' },
        { amount: format.money(purchase.amount) },
      )}
      note={`${purchase.number} · ${format.dateTime(purchase.occurredAt)}`}
    />
  ))
}

function Facts(props: Props) {
  const customs = useCustoms()
  const format = useFormat()
  const kinds = new Map(props.known.answer.events.map((kind) => [kind.name, kind]))
  return props.merge.since.facts.map((fact) => (
    <Line
      key={fact.id}
      {...props}
      id={fact.id}
      what={factSentence(fact, kinds.get(fact.kind), customs)}
      note={format.dateTime(fact.occurredAt)}
    />
  ))
}

function Fields(props: Props) {
  const say = useSay()
  const customs = useCustoms()
  return props.merge.since.fields.map(({ name, now, back }) => {
    const field = props.known.card.fields[name]
    const sayValue = (value: unknown) => (field ? (fieldTypes[field.type]?.say(value, field, customs) ?? '') : textOf(value))
    return (
      <Line
        key={name}
        {...props}
        id={name}
        what={say(
          { zh: '{field}改为 {now}', en: '{field} was changed to {now}' },
          { field: field ? say(field.label) : name, now: sayValue(now) },
        )}
        note={
          textOf(back)
            ? say({ zh: '给别人后，这里恢复为 {back}', en: 'Given away, it goes back to {back} here' }, { back: sayValue(back) })
            : say({ zh: '给别人后，这里恢复为空', en: 'Given away, it is empty here again' })
        }
      />
    )
  })
}

type LineProps = Props & { readonly id: string; readonly what: string; readonly note: ReactNode }

function Line({ merge, parts, given, onGive, id, what, note }: LineProps) {
  const say = useSay()
  const customs = useCustoms()
  const called = receiverNames(merge.intoName, parts)
  const kept =
    called.survivor === null
      ? say({ zh: '留给保留的客户', en: 'Stays with the customer who was kept' })
      : say({ zh: '留给 {name}', en: 'Stays with {name}' }, { name: called.survivor })
  const nameOf = (name: string, number: string | null) =>
    [name, number === null ? '' : (fieldTypes[customer.fields.phone.type]?.say(number, customer.fields.phone, customs) ?? number)]
      .filter(Boolean)
      .join(' · ')
  const options = [
    { value: merge.into, label: kept },
    ...called.parts.map(({ id: part, name, phone }, at) => ({
      value: part,
      label: say(
        { zh: '归 {name}', en: 'Goes to {name}' },
        { name: nameOf(name, phone) || nameOfCustomer({ ...parts[at]?.values, id: part }) },
      ),
    })),
  ]
  const to = given.get(id) ?? merge.into
  return (
    <div className="rg-unmerge-line">
      <span>
        {what}
        <small>{note}</small>
      </span>
      <Select
        aria-label={say({ zh: '归谁：{what}', en: 'Whose: {what}' }, { what })}
        value={options.some((option) => option.value === to) ? to : merge.into}
        options={options}
        onChange={(chosen) => onGive(id, chosen)}
      />
    </div>
  )
}
