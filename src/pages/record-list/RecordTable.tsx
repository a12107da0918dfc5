import { Table, type TableColumnsType } from 'antd'
import type { Sort } from '../../core/entity/entity.ts'
import type { Field, Fields } from '../../core/entity/field.ts'
import { FieldCell, partsOf } from '../../fields/web/inputs.tsx'
import { GoLink } from '../../ui/address.tsx'
import { useSay } from '../../ui/language.tsx'

export type RecordRow = Readonly<Record<string, unknown>>

export type ShownRecords = {
  readonly rows: readonly RecordRow[]
  readonly fields: Fields
  /** The field that names a record, and the address that its link leads to; null where records have no page. */
  readonly title: string
  /** What a record without its title is called; a part of its id when left out. */
  readonly untitled?: ((row: RecordRow) => string) | undefined
  readonly linkTo: ((row: RecordRow) => string) | null
  readonly columns: readonly string[]
  readonly sort: Sort
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
  const said = value === null || value === undefined || value === '' ? (untitled?.(row) ?? `#${String(row['id']).slice(-8)}`) : null
  const body = said ?? <FieldCell field={field} value={value} />
  return linkTo ? <GoLink to={linkTo(row)}>{body}</GoLink> : body
}

/** Records as a table; a click on the head of a sortable column sorts by it. */
export function RecordTable(
  props: ShownRecords & { readonly onSort: (sort: Sort | null) => void; readonly busy: boolean; readonly label: string },
) {
  const say = useSay()
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
          <FieldCell field={field} value={row[name]} />
        ),
    }
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
      scroll={{ x: 'max-content' }}
      loading={props.busy}
      showSorterTooltip={false}
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

/** The same records for a narrow screen: one card each, the title first. */
export function RecordCards({ rows, fields, title, untitled, linkTo, columns, label }: ShownRecords & { readonly label: string }) {
  const say = useSay()
  const field = fields[title]
  return (
    <ul className="rg-cards" aria-label={label}>
      {rows.map((row) => (
        <li key={String(row['id'])} className="rg-card">
          <div className="rg-card-title">
            {field ? <TitleLink row={row} field={field} name={title} linkTo={linkTo} untitled={untitled} /> : null}
          </div>
          <dl>
            {columns.flatMap((name) => {
              const shown = fields[name]
              if (!shown || name === title || row[name] === null || row[name] === undefined) return []
              return (
                <div key={name}>
                  <dt>{say(shown.label)}</dt>
                  <dd>
                    <FieldCell field={shown} value={row[name]} />
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
