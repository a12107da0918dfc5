import { Alert } from 'antd'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { tryFieldType } from '../actions.ts'
import type { CustomType } from '../custom-field.ts'
import type { FieldCard } from './FieldList.tsx'

type Example = { readonly id: string; readonly name: string | null; readonly value: string }

/** How it would go if the field were of another type, before anything is changed. */
export function TypeTrial({ field, type }: { readonly field: FieldCard; readonly type: CustomType }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const asked = useAsk(tryFieldType, { id: field.id, type })
  if (asked.error) return <Alert type="error" showIcon title={sayProblem(asked.error)} role="alert" />
  if (!asked.data) return <p className="rg-fields-quiet">{say({ zh: '正在试读已有的值…', en: 'Trying the values that are there…' })}</p>
  const { values, unreadable, sampled, examples } = asked.data
  const some = sampled ? say({ zh: '（只试了前面一部分）', en: ' (only the first were tried)' }) : ''
  if (unreadable === 0)
    return (
      <Alert
        type="success"
        showIcon
        title={say({ zh: '{n} 个值都能读成新类型{some}。', en: 'All {n} values can be read in the new type{some}.' }, { n: values, some })}
      />
    )
  return (
    <Alert
      type="warning"
      showIcon
      title={say(
        {
          zh: '{n} 个值里有 {bad} 个读不成新类型{some}。保存后它们原样保留，但视为未填写。',
          en: '{bad} of {n} values cannot be read in the new type{some}. They are kept as they are, but count as missing.',
        },
        { n: values, bad: unreadable, some },
      )}
      description={<Examples of={examples} />}
    />
  )
}

/** Values that cannot be read, and whose they are. */
export function Examples({ of: examples }: { readonly of: readonly Example[] }) {
  return (
    <ul className="rg-fields-examples">
      {examples.slice(0, 5).map(({ id, name, value }) => (
        <li key={id}>
          <CustomerLink id={id} name={name} />
          {'：'}
          {value}
        </li>
      ))}
    </ul>
  )
}
