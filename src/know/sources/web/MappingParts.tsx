import { Input, Select, Switch } from 'antd'
import { type ReactNode, useId } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { type HookMapping, hookTargets, type Saying, timeForms } from '../hook-mapping.ts'
import { valueAt } from '../hook-place.ts'
import { Conditions, first, Remove } from './MappingConditions.tsx'
import { lineWords, purchaseWords, targetWords, timeWords } from './mapping-words.ts'
import { type Places, PlaceSelect, type Sample, usePlaces } from './PlaceSelect.tsx'

type PartProps = {
  readonly mapping: HookMapping
  readonly setMapping: (mapping: HookMapping) => void
  readonly places: Places
  readonly sample: Sample
}

function Part(props: {
  readonly title: Words
  readonly on?: boolean
  readonly onSwitch?: (on: boolean) => void
  readonly children?: ReactNode
}) {
  const say = useSay()
  return (
    <div className="rg-hook-part">
      <h3>
        {props.onSwitch ? (
          <Switch size="small" checked={props.on ?? false} aria-label={say(props.title)} onChange={props.onSwitch} />
        ) : null}
        {say(props.title)}
      </h3>
      {props.children ? <div className="rg-hook-grid">{props.children}</div> : null}
    </div>
  )
}

/** One thing and where it stands. */
function Row(props: {
  readonly label: Words
  readonly places: Places
  readonly value: Saying | undefined
  readonly onChange: (saying: Saying | undefined) => void
  readonly onRemove?: () => void
}) {
  const say = useSay()
  const label = say(props.label)
  return (
    <>
      <label>{label}</label>
      <PlaceSelect label={label} places={props.places} value={props.value} onChange={props.onChange} />
      {props.onRemove ? <Remove what={label} onClick={props.onRemove} /> : <span />}
    </>
  )
}

/** A key is left out where nothing is said. */
function withKey<T extends object>(from: T, name: string, value: unknown): T {
  const next = { ...from, [name]: value }
  if (value === undefined) Reflect.deleteProperty(next, name)
  return next
}

export function WhenPart({ mapping, setMapping, places }: PartProps) {
  const title: Words = { zh: '只处理这些', en: 'Only these' }
  return (
    <Part title={title}>
      <Conditions title={title} places={places} all={mapping.when} onChange={(when) => setMapping({ ...mapping, when })} />
    </Part>
  )
}

export function CustomerPart({ mapping, setMapping, places }: PartProps) {
  const say = useSay()
  const used = hookTargets.filter((target) => mapping.customer[target] !== undefined)
  const set = (target: string, saying: Saying | undefined) =>
    setMapping({ ...mapping, customer: withKey(mapping.customer, target, saying) })
  const add = say({ zh: '加一项客户资料', en: 'Add a detail of the customer' })
  return (
    <Part title={{ zh: '客户', en: 'Customer' }}>
      {used.map((target) => (
        <Row
          key={target}
          label={targetWords(target)}
          places={places}
          value={mapping.customer[target]}
          onChange={(saying) => set(target, saying ?? '=')}
          onRemove={() => set(target, undefined)}
        />
      ))}
      <Select
        aria-label={add}
        placeholder={add}
        value={null}
        style={{ gridColumn: '1 / -1', maxWidth: 320 }}
        options={hookTargets
          .filter((target) => !used.includes(target))
          .map((target) => ({ value: target, label: say(targetWords(target)) }))}
        onChange={(target: string) => set(target, '=')}
      />
    </Part>
  )
}

type Purchase = NonNullable<HookMapping['purchase']>
const newPurchase: Purchase = { kind: 'purchase', number: '$.id', amount: '$.total', unit: 'major' }

export function PurchasePart({ mapping, setMapping, places, sample }: PartProps) {
  const say = useSay()
  const { purchase } = mapping
  const set = (next: Purchase | undefined) => setMapping(withKey(mapping, 'purchase', next))
  const title: Words = { zh: '消费', en: 'Purchase' }
  const onSwitch = (on: boolean) => set(on ? newPurchase : undefined)
  if (!purchase) return <Part title={title} on={false} onSwitch={onSwitch} />
  const names =
    purchase.kind === 'refund'
      ? (['number', 'numberedBy', 'of', 'amount', 'currency', 'channel'] as const)
      : (['number', 'numberedBy', 'amount', 'left', 'toldAt', 'currency', 'channel'] as const)
  const labels = { kind: say({ zh: '消费还是退款', en: 'Purchase or refund' }), unit: say({ zh: '金额单位', en: 'Unit of amounts' }) }
  return (
    <Part title={title} on onSwitch={onSwitch}>
      <label>{labels.kind}</label>
      <Select
        aria-label={labels.kind}
        value={purchase.kind}
        onChange={(kind) => set({ ...purchase, kind })}
        options={[
          { value: 'purchase', label: say({ zh: '消费', en: 'Purchase' }) },
          { value: 'refund', label: say({ zh: '退款', en: 'Refund' }) },
        ]}
      />
      <span />
      {names.map((name) => (
        <Row
          key={name}
          label={purchaseWords[name]}
          places={places}
          value={purchase[name]}
          onChange={(saying) =>
            set(
              name === 'number' || name === 'amount' ? { ...purchase, [name]: saying ?? purchase[name] } : withKey(purchase, name, saying),
            )
          }
        />
      ))}
      <label>{labels.unit}</label>
      <Select
        aria-label={labels.unit}
        value={purchase.unit}
        onChange={(unit) => set({ ...purchase, unit })}
        options={[
          { value: 'major', label: say({ zh: '元', en: 'Major (yuan, dollars)' }) },
          { value: 'minor', label: say({ zh: '分', en: 'Minor (fen, cents)' }) },
        ]}
      />
      <span />
      <Lines purchase={purchase} set={set} places={places} sample={sample} />
      {purchase.kind === 'purchase' ? (
        <>
          <p className="rg-note" style={{ gridColumn: '1 / -1' }}>
            <strong>{say(purchaseWords.voided)}</strong>{' '}
            {say({
              zh: '满足其中一条的订单已取消，不再计入，不受“只处理这些”限制；不填值则该处有内容（false 和 0 除外）即为已取消。',
              en: 'An order of which one of these holds was cancelled and counts no more, whatever “Only these” says; without values, anything that stands there but false and 0 says so.',
            })}
          </p>
          <Conditions
            title={purchaseWords.voided}
            unsaid={{ zh: '有内容即可', en: 'anything at all' }}
            places={places}
            all={purchase.voided ?? []}
            onChange={(voided) => set(withKey(purchase, 'voided', voided.length > 0 ? voided : undefined))}
          />
        </>
      ) : null}
    </Part>
  )
}

function Lines(props: {
  readonly purchase: Purchase
  readonly set: (purchase: Purchase) => void
  readonly places: Places
  readonly sample: Sample
}) {
  const { purchase, set } = props
  const { lines } = purchase
  const items = lines ? valueAt(lines.each, props.sample) : undefined
  const inner = usePlaces({ body: Array.isArray(items) ? items[0] : undefined, headers: noHeaders })
  const each = (saying: Saying | undefined) => {
    const place = first(saying)
    set(place === undefined ? withKey(purchase, 'lines', undefined) : { ...purchase, lines: { product: '$.sku', ...lines, each: place } })
  }
  return (
    <>
      <Row label={lineWords.each} places={props.places} value={lines?.each} onChange={each} />
      {lines
        ? (['product', 'name', 'quantity', 'price', 'amount'] as const).map((name) => (
            <Row
              key={name}
              label={lineWords[name]}
              places={inner}
              value={lines[name]}
              onChange={(saying) =>
                set({
                  ...purchase,
                  lines: name === 'product' ? { ...lines, product: saying ?? lines.product } : withKey(lines, name, saying),
                })
              }
            />
          ))
        : null}
    </>
  )
}

const noHeaders = {}

export function EventPart({ mapping, setMapping, places }: PartProps) {
  const say = useSay()
  const { event } = mapping
  const set = (next: HookMapping['event']) => setMapping(withKey(mapping, 'event', next))
  const title: Words = { zh: '行为', en: 'Event' }
  const onSwitch = (on: boolean) => set(on ? { name: '=', properties: {} } : undefined)
  const add = say({ zh: '加一项属性（输入名称后回车）', en: 'Add a property (type its name, then Enter)' })
  const id = useId()
  if (!event) return <Part title={title} on={false} onSwitch={onSwitch} />
  return (
    <Part title={title} on onSwitch={onSwitch}>
      <Row
        label={{ zh: '名称', en: 'Name' }}
        places={places}
        value={event.name}
        onChange={(saying) => set({ ...event, name: saying ?? event.name })}
      />
      {Object.entries(event.properties).map(([name, saying]) => (
        <Row
          key={name}
          label={{ zh: name, en: name }}
          places={places}
          value={saying}
          onChange={(next) => set({ ...event, properties: { ...event.properties, [name]: next ?? saying } })}
          onRemove={() => set({ ...event, properties: withKey(event.properties, name, undefined) })}
        />
      ))}
      <Input
        key={id + Object.keys(event.properties).length}
        aria-label={add}
        placeholder={add}
        maxLength={100}
        style={{ gridColumn: '1 / -1', maxWidth: 320 }}
        onPressEnter={(pressed) => {
          const name = pressed.currentTarget.value.trim()
          if (name !== '') set({ ...event, properties: { ...event.properties, [name]: '=' } })
        }}
      />
    </Part>
  )
}

export function TimePart({ mapping, setMapping, places }: PartProps) {
  const say = useSay()
  const { time } = mapping
  const set = (next: HookMapping['time']) => setMapping(withKey(mapping, 'time', next))
  const form = say({ zh: '时间的写法', en: 'How times are written' })
  return (
    <Part title={{ zh: '何时发生', en: 'When it happened' }}>
      <Row
        label={{ zh: '时间', en: 'Time' }}
        places={places}
        value={time?.at}
        onChange={(saying) => set(saying === undefined ? undefined : { form: time?.form ?? 'iso', at: saying })}
      />
      {time ? (
        <>
          <label>{form}</label>
          <Select
            aria-label={form}
            value={time.form}
            onChange={(next) => set({ ...time, form: next })}
            options={timeForms.map((name) => ({ value: name, label: say(timeWords[name]) }))}
          />
          <span />
        </>
      ) : null}
    </Part>
  )
}
