import { Alert, Button, Switch } from 'antd'
import { useId, useState } from 'react'
import type { Field } from '../../../core/entity/field.ts'
import type { EntityCard } from '../../../pages/browser-dictionary.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { mergeCustomers } from '../actions.ts'
import { type Choices, strictFields } from '../combine-values.ts'
import { CompareField } from './CompareField.tsx'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { MergeOutcome } from './MergeOutcome.tsx'
import type { MergedRecords } from './Merged.tsx'
import type { Preview } from './merge-answers.ts'
import { RecordHeads } from './RecordHeads.tsx'

type Props = {
  readonly preview: Preview
  readonly card: EntityCard
  readonly onInto: (id: string) => void
  readonly onMerged: (merged: MergedRecords) => void
}

const isKnown = (value: unknown) => value !== null && value !== undefined && value !== ''
const plain: Field = { type: 'text', label: { zh: '', en: '' } }

/** The records side by side, field by field. Where they differ a value is chosen; the rest follows by itself. */
export function CompareRecords({ preview, card, onInto, onMerged }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const heading = useId()
  const [choices, setChoices] = useState<Choices>({})
  const [everything, setEverything] = useState(false)
  const merge = useAct(mergeCustomers)
  const { records, into, differing } = preview
  const names = fieldsShown(preview, card, everything)
  const submit = () =>
    merge.mutate(
      { ids: records.map(({ id }) => id), into, choices: { ...choices } },
      {
        onSuccess: (answer) =>
          onMerged({
            ...answer,
            records: records.length,
            name: nameOfCustomer({ ...records.find(({ id }) => id === into)?.values, id: into, name: valueOf(preview, 'name', choices) }),
          }),
      },
    )
  return (
    <>
      <div className="rg-merge-tools">
        <p id={heading}>
          {differing.length > 0
            ? say(
                { zh: '有 {n} 项资料不同：点选要保留的值。', en: '{n} {n|field differs|fields differ}: choose the value to keep.' },
                { n: differing.length },
              )
            : say({ zh: '资料没有矛盾，可以直接合并。', en: 'Nothing contradicts; they can be merged as they are.' })}
        </p>
        <label className="rg-merge-switch">
          <Switch
            size="small"
            checked={everything}
            onChange={setEverything}
            aria-label={say({ zh: '显示相同的资料', en: 'Show what agrees, too' })}
          />
          {say({ zh: '显示相同的资料', en: 'Show what agrees, too' })}
        </label>
      </div>
      <div className="rg-merge-grid" role="group" aria-labelledby={heading}>
        <RecordHeads preview={preview} onInto={onInto} />
        {names.map((name) => (
          <CompareField
            key={name}
            name={name}
            field={card.fields[name] ?? { ...plain, label: { zh: name, en: name } }}
            preview={preview}
            chosen={choices[name] ?? holderOf(preview, name)}
            onChoose={(id) => setChoices({ ...choices, [name]: id })}
          />
        ))}
      </div>
      <MergeOutcome preview={preview} />
      {merge.error ? <Alert type="error" showIcon title={sayProblem(merge.error)} className="rg-merge-error" /> : null}
      <div className="rg-merge-buttons rg-merge-foot">
        <Button type="primary" size="large" onClick={submit} loading={merge.isPending}>
          {say({ zh: '合并为一位客户', en: 'Merge into one customer' })}
        </Button>
        <span className="rg-quiet">{say({ zh: '随时可以拆分回来', en: 'It can be undone at any time' })}</span>
      </div>
    </>
  )
}

/** Those that differ; asked for, all that anybody has a value in. In the order of the customer's fields. */
function fieldsShown({ records, differing }: Preview, card: EntityCard, everything: boolean): string[] {
  const own = Object.keys(card.fields)
  const all = [...new Set([...own, ...records.flatMap(({ values }) => Object.keys(values))])]
  return all.filter((name) => differing.includes(name) || (everything && records.some(({ values }) => isKnown(values[name]))))
}

/** Whose value stands where nobody chooses: the survivor's, if it is that one. */
function holderOf({ records, values, into, differing }: Preview, name: string): string | null {
  if (!differing.includes(name) || strictFields.has(name)) return null
  const same = (record: Preview['records'][number]) => JSON.stringify(record.values[name] ?? null) === JSON.stringify(values[name] ?? null)
  return (records.find((record) => record.id === into && same(record)) ?? records.find(same))?.id ?? null
}

function valueOf(preview: Preview, name: string, choices: Choices): unknown {
  const chosen = preview.records.find(({ id }) => id === choices[name])
  return chosen ? chosen.values[name] : preview.values[name]
}
