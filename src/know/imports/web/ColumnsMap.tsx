import { Select } from 'antd'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSay } from '../../../ui/language.tsx'
import { type Inspection } from '../import.ts'
import { chooseTarget, type Draft, targetAt, targetsOf } from './column-choices.ts'

type Props = { readonly found: Inspection; readonly draft: Draft; readonly onColumns: (columns: Draft['columns']) => void }

/** The file's columns with what stands in them; each is given what it is, or is left out. */
export function ColumnsMap({ found, draft, onColumns }: Props) {
  const say = useSay()
  return (
    <table className="rg-columns-map">
      <thead>
        <tr>
          <th scope="col">{say({ zh: '文件里的列', en: 'Column of the file' })}</th>
          <th scope="col">{say({ zh: '内容', en: 'What stands there' })}</th>
          <th scope="col">{say({ zh: '作为', en: 'Is' })}</th>
        </tr>
      </thead>
      <tbody>
        {found.header.map((name, position) => (
          // Columns may share a name; their place tells them apart.
          <ColumnLine key={position} name={name} position={position} rows={found.rows} draft={draft} onColumns={onColumns} />
        ))}
      </tbody>
    </table>
  )
}

type LineProps = Omit<Props, 'found'> & { readonly name: string; readonly position: number; readonly rows: Inspection['rows'] }

function ColumnLine({ name, position, rows, draft, onColumns }: LineProps) {
  const say = useSay()
  const target = targetAt(draft.columns, position)
  const called = name || say({ zh: '第 {n} 列', en: 'Column {n}' }, { n: position + 1 })
  const samples = [...new Set(rows.flatMap((row) => (row[position] ? [row[position]] : [])))].slice(0, 4)
  const customer = useDictionary('customer').data?.card.fields
  const options = targetsOf(draft.kind, customer).map(([key, field]) => ({
    value: key,
    label: `${say(field.label)}${field.required ? say({ zh: '（必需）', en: ' (needed)' }) : ''}`,
  }))
  return (
    <tr>
      <th scope="row" className={target ? '' : 'rg-columns-left'}>
        {called}
      </th>
      <td className="rg-columns-samples">
        {samples.length > 0 ? samples.join(say({ zh: '，', en: ', ' })) : say({ zh: '（空）', en: '(empty)' })}
      </td>
      <td>
        <Select
          aria-label={say({ zh: '“{name}”作为', en: '“{name}” is' }, { name: called })}
          value={target ?? ''}
          onChange={(next) => onColumns(chooseTarget(draft.columns, position, next || undefined))}
          options={[{ value: '', label: say({ zh: '不导入', en: 'Leave out' }) }, ...options]}
        />
      </td>
    </tr>
  )
}
