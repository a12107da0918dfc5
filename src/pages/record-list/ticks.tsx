import { Button, type TableProps } from 'antd'
import type { ReactNode } from 'react'
import { useSay } from '../../ui/language.tsx'

/** Which records of a list are ticked, and what to do when that changes. */
export type Ticks = { readonly ids: readonly string[]; readonly onChange: (ids: readonly string[]) => void }

/** The boxes of a table, each called by the record that it is for. */
export function selectionOf<R>({ ids, onChange }: Ticks, title: string, label: (row: R) => string): TableProps<R>['rowSelection'] {
  return {
    selectedRowKeys: [...ids],
    preserveSelectedRowKeys: true,
    fixed: true,
    // A box for all would stand a second time in the hidden row by which the table measures its columns.
    hideSelectAll: true,
    columnTitle: <span className="rg-hidden">{title}</span>,
    columnWidth: 40,
    onChange: (keys) => onChange(keys.map(String)),
    getCheckboxProps: (row) => ({ 'aria-label': label(row) }),
  }
}

/** How many are ticked, and what can be done with them; it stays in sight while the list is long. */
export function TickedBar(props: { readonly said: string; readonly onClear: () => void; readonly actions: ReactNode }) {
  const say = useSay()
  return (
    <div className="rg-ticked" role="region" aria-label={say({ zh: '已选记录', en: 'Chosen records' })}>
      <span aria-live="polite">{props.said}</span>
      {props.actions}
      <Button type="text" onClick={props.onClear}>
        {say({ zh: '取消选择', en: 'Clear' })}
      </Button>
    </div>
  )
}
