import { Checkbox } from 'antd'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { customer } from '../../customers/customer.ts'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import type { Merge } from './merge-answers.ts'

type Part = Merge['parts'][number]
type Props = { readonly parts: readonly Part[]; readonly leaving: readonly string[]; readonly onLeaving: (ids: readonly string[]) => void }

/** Which of the records leave, and what each takes along. */
export function PartsBack({ parts, leaving, onLeaving }: Props) {
  const say = useSay()
  return (
    <section>
      <h3>{say({ zh: '谁拿回什么', en: 'Who gets what back' })}</h3>
      <p className="rg-note">
        {say({
          zh: '各人原来的资料、消费、事实和联系方式都回到自己名下；统计与细分随即重算，不会触发旅程。',
          en: 'The profile, purchases, facts and contacts of each go back to their own; figures and segments are worked out again, and no journey wakes.',
        })}
      </p>
      {parts.map((part) => (
        <div key={part.id} className="rg-unmerge-line">
          <Checkbox
            checked={leaving.includes(part.id)}
            onChange={(event) => onLeaving(event.target.checked ? [...leaving, part.id] : leaving.filter((id) => id !== part.id))}
          >
            {part.name ?? (part.phone || part.code ? null : nameOfCustomer({ ...part.values, id: part.id }))}
            <small>
              {part.phone ? <FieldCell field={customer.fields.phone} value={part.phone} /> : null}
              {part.phone && part.code ? ' · ' : null}
              {part.code}
            </small>
          </Checkbox>
          <PartCounts part={part} />
        </div>
      ))}
    </section>
  )
}

function PartCounts({ part }: { readonly part: Part }) {
  const say = useSay()
  const format = useFormat()
  return (
    <span className="rg-quiet">
      {say(
        { zh: '{facts} 条事实 · {purchases} 笔消费', en: '{facts} {facts|fact|facts} · {purchases} {purchases|purchase|purchases}' },
        { facts: format.count(part.facts), purchases: format.count(part.purchases) },
      )}
    </span>
  )
}
