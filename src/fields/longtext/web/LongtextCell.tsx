import type { FieldCellProps } from '../../web/field-parts.ts'
import { nothing } from '../../nothing.ts'

/** The first line in the list; all of it on hovering. */
export function LongtextCell(props: FieldCellProps) {
  const text = typeof props.value === 'string' ? props.value : ''
  const [first] = text.split('\n')
  return (
    <span className="rg-cell rg-cell-clipped" title={text || undefined}>
      {first || nothing}
    </span>
  )
}
