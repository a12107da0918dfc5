import { Select } from 'antd'
import { useState } from 'react'
import { type Row, useList } from '../ui/data.tsx'
import { useSay } from '../ui/language.tsx'
import { useSayProblem } from '../ui/States.tsx'
import { useRested } from '../ui/use-rested.ts'

type Props = {
  /** Under /api, e.g. `customers`. */
  readonly path: string
  /** Fields that are asked for to name a record and to tell it from others. */
  readonly fields: readonly string[]
  readonly sayRow: (row: Row) => string
  readonly value: string | null
  readonly onPick: (id: string | null) => void
  readonly label: string
  readonly rule?: unknown
  /** Where records of the kind cannot be searched: the field in which what is typed is to stand. */
  readonly typedIn?: string | undefined
  /** The one that is chosen, where it is known: it may not be among those found. */
  readonly chosen?: Row | undefined
  readonly without?: readonly string[]
  /** The first of a form that has just been opened. */
  readonly autoFocus?: true
}

/** Finds one record by what one types, as the list's search does. */
export function RecordPick(props: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const [typed, setTyped] = useState('')
  const search = useRested(typed.trim())
  const found = useList(props.path, {
    limit: 20,
    fields: props.fields,
    ...(search && props.typedIn === undefined ? { search } : {}),
    ...(search && props.typedIn !== undefined ? { rule: { field: props.typedIn, op: 'contains', value: search } } : {}),
    ...(props.rule === undefined ? {} : { rule: props.rule }),
  })
  const rows = found.data?.pages[0]?.rows.filter((row) => !props.without?.includes(String(row['id']))) ?? []
  const { chosen } = props
  const offered = chosen && !search && !rows.some((row) => row['id'] === chosen['id']) ? [chosen, ...rows] : rows
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setTyped }}
      autoFocus={props.autoFocus ?? false}
      allowClear
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      loading={found.isFetching}
      onChange={(id: string | undefined) => props.onPick(id ?? null)}
      options={offered.map((row) => ({ value: String(row['id']), label: props.sayRow(row) }))}
      notFoundContent={found.error ? sayProblem(found.error) : found.isFetching ? null : say({ zh: '没有找到', en: 'Nothing found' })}
      className="rg-record-pick"
    />
  )
}
