import { Checkbox, Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import type { Sort } from '../../core/entity/entity.ts'
import type { Field, Fields } from '../../core/entity/field.ts'
import { shortId } from '../../core/kit/id.ts'
import { FieldCell, partsOf } from '../../fields/web/inputs.tsx'
import { RecordValue } from '../MaskedValue.tsx'
import { GoLink } from '../../ui/address.tsx'
import { useSay } from '../../ui/language.tsx'
import { selectionOf, type Ticks } from './ticks.tsx'

export type RecordRow = Readonly<Record<string, unknown>>

export type ShownRecords = {
  /** `customer`. */
  readonly entity: string
  readonly rows: readonly RecordRow[]
  readonly fields: Fields
  /** The field that names a record, and the address that its link leads to; null where records have no page. */
  readonly title: string
  /** What a record without its title is called; a part of its id when left out. */
  readonly untitled?: ((row: RecordRow) => string) | undefined
  readonly linkTo: ((row: RecordRow) => string) | null
  readonly columns: readonly string[]
  readonly sort: Sort
  /** What can be done with one record, at the end of its line. */
  readonly rowAction?: ((row: RecordRow) => ReactNode) | undefined
  /** Given, records can be ticked. */
  readonly ticked?: Ticks | undefined
}

const sortOrders = { asc: 'ascend', desc: 'descend' } as const

/** What names a record: its title, else a part of its id. */
function TitleLink({
  row,
  field,
  linkTo,
  untitled,
  name,
}: {
  readonly row: RecordRow
  readonly field: Field
  readonly name: string
  readonly linkTo: ShownRecords['linkTo']
  readonly untitled: ShownRecords['untitled']
}) {
  const value = row[name]
  const said = value === null || value === undefined || value === '' ? (untitled?.(row) ?? shortId(row['id'])) : null
  const body = said ?? (field.masked ? String(value) : <FieldCell field={field} value={value} />)
  return linkTo ? <GoLink to={linkTo(row)}>{body}</GoLink> : body
}

/** Records as a table; a click on the head of a sortable column sorts by it. */
export function RecordTable(
  props: ShownRecords & { readonly onSort: (sort: Sort | null) => void; readonly busy: boolean; readonly label: string },
) {
  const say = useSay()
  const { ticked } = props
  const columns: TableColumnsType<RecordRow> = props.columns.flatMap((name) => {
    const field = props.fields[name]
    if (!field) return []
    const right = partsOf(field.type).align === 'right'
    return {
      key: name,
      title: say(field.label),
      ...(right ? { align: 'right' as const } : {}),
      ...(name === props.title ? { fixed: 'left' as const, width: 180, rowScope: 'row' as const } : {}),
      ...(field.sortable
        ? {
            sorter: true,
            sortOrder: props.sort.field === name ? sortOrders[props.sort.direction] : null,
            sortDirections: right ? (['descend', 'ascend'] as const).slice() : (['ascend', 'descend'] as const).slice(),
          }
        : {}),
      render: (_: unknown, row: RecordRow) =>
        name === props.title ? (
          <TitleLink row={row} field={field} name={name} linkTo={props.linkTo} untitled={props.untitled} />
        ) : (
          <RecordValue entity={props.entity} customerId={String(row['id'])} name={name} field={field} value={row[name]} />
        ),
    }
  })
  const { rowAction } = props
  if (rowAction)
    columns.push({
      key: 'row-action',
      // In sight however many columns there are.
      fixed: 'right',
      title: <span className="rg-hidden">{say({ zh: '操作', en: 'Actions' })}</span>,
      render: (_: unknown, row: RecordRow) => rowAction(row),
    })
  return (
    <Table<RecordRow>
      aria-label={props.label}
      rowKey={(row) => String(row['id'])}
      columns={columns}
      dataSource={[...props.rows]}
      pagination={false}
      size="small"
      sticky
      scroll={{ x: true }}
      loading={props.busy}
      showSorterTooltip={false}
      {...(ticked ? { rowSelection: selectionOf(ticked, say({ zh: '选择', en: 'Choose' }), (row) => sayTick(say, props, row)) } : {})}
      onChange={(_page, _filters, sorter) => {
        const one = Array.isArray(sorter) ? sorter[0] : sorter
        props.onSort(
          one?.order && typeof one.columnKey === 'string'
            ? { field: one.columnKey, direction: one.order === 'ascend' ? 'asc' : 'desc' }
            : null,
        )
      }}
    />
  )
}

/** What a tick box is called: the record it is for. */
function sayTick(say: ReturnType<typeof useSay>, { title, untitled }: ShownRecords, row: RecordRow): string {
  const name = typeof row[title] === 'string' && row[title] !== '' ? row[title] : (untitled?.(row) ?? shortId(row['id']))
  return say({ zh: '选择 {name}', en: 'Choose {name}' }, { name })
}

/** The same records for a narrow screen: one card each, the title first. */
export function RecordCards(props: ShownRecords & { readonly label: string }) {
  const { rows, fields, title, untitled, linkTo, columns, label, ticked } = props
  const say = useSay()
  const tick = (id: string, on: boolean) => ticked?.onChange(on ? [...ticked.ids, id] : ticked.ids.filter((other) => other !== id))
  const field = fields[title]
  return (
    <ul className="rg-cards" aria-label={label}>
      {rows.map((row) => (
        <li key={String(row['id'])} className="rg-card">
          <div className="rg-card-title">
            {ticked ? (
              <Checkbox
                className="rg-card-tick"
                aria-label={sayTick(say, props, row)}
                checked={ticked.ids.includes(String(row['id']))}
                onChange={(event) => tick(String(row['id']), event.target.checked)}
              />
            ) : null}
            {field ? <TitleLink row={row} field={field} name={title} linkTo={linkTo} untitled={untitled} /> : null}
            {props.rowAction ? <span className="rg-card-action">{props.rowAction(row)}</span> : null}
          </div>
          <dl>
            {columns.flatMap((name) => {
              const shown = fields[name]
              if (!shown || name === title || row[name] === null || row[name] === undefined) return []
              return (
                <div key={name}>
                  <dt>{say(shown.label)}</dt>
                  <dd>
                    <RecordValue entity={props.entity} customerId={String(row['id'])} name={name} field={shown} value={row[name]} />
                  </dd>
                </div>
              )
            })}
          </dl>
        </li>
      ))}
    </ul>
  )
}
