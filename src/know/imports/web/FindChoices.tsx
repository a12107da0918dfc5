import { Select } from 'antd'
import { useId } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSay } from '../../../ui/language.tsx'
import type { ImportSettings } from '../import.ts'
import { type Draft, findFields } from './column-choices.ts'

const modes: Readonly<Record<ImportSettings['mode'], Words>> = {
  'add-and-update': { zh: '新的添加，已有的更新', en: 'Add new ones, update known ones' },
  update: { zh: '只更新已有的', en: 'Only update known ones' },
  add: { zh: '只添加新的', en: 'Only add new ones' },
}
const empties: Readonly<Record<ImportSettings['emptyCells'], Words>> = {
  leave: { zh: '保留原值', en: 'Leaves what is there' },
  clear: { zh: '清空原值', en: 'Clears what is there' },
}

type Props = { readonly draft: Draft; readonly onChange: (patch: Partial<Draft>) => void }

/** By which column a customer is found, what may be done with whom, and what an empty cell does. */
export function FindChoices({ draft, onChange }: Props) {
  const say = useSay()
  const id = useId()
  const customer = useDictionary('customer').data?.card.fields
  const fields = findFields(draft, customer)
  const findBy = fields.some(([name]) => name === draft.findBy) ? draft.findBy : 'any'
  return (
    <div className="rg-import-choices">
      <div className="rg-import-choice">
        <label htmlFor={`${id}find`}>{say({ zh: '靠哪一列找到客户', en: 'Customers are found by' })}</label>
        <Select
          id={`${id}find`}
          value={findBy}
          onChange={(next) => onChange({ findBy: next })}
          options={[
            { value: 'any', label: say({ zh: '自动（编号、手机号等依次）', en: 'Any of them, numbers first' }) },
            ...fields.map(([value, field]) => ({ value, label: say(field.label) })),
          ]}
        />
      </div>
      <div className="rg-import-choice">
        <label htmlFor={`${id}mode`}>{say({ zh: '新客户与老客户', en: 'New and known customers' })}</label>
        <Select
          id={`${id}mode`}
          value={draft.mode}
          onChange={(mode) => onChange({ mode })}
          options={(['add-and-update', 'update', 'add'] as const).map((value) => ({ value, label: say(modes[value]) }))}
        />
      </div>
      <div className="rg-import-choice">
        <label htmlFor={`${id}empty`}>{say({ zh: '空单元格', en: 'An empty cell' })}</label>
        <Select
          id={`${id}empty`}
          value={draft.emptyCells}
          onChange={(emptyCells) => onChange({ emptyCells })}
          options={(['leave', 'clear'] as const).map((value) => ({ value, label: say(empties[value]) }))}
        />
      </div>
    </div>
  )
}
