import type { FieldCellProps } from '../../web/field-parts.ts'
import { isNothing, nothing, textOf } from '../../nothing.ts'

/** The end of the id, where ids of one day differ; all of it on hovering. */
export function ReferenceCell(props: FieldCellProps) {
  if (isNothing(props.value)) return <span className="rg-cell">{nothing}</span>
  const id = textOf(props.value)
  return (
    <code className="rg-cell" title={id}>
      …{id.slice(-8)}
    </code>
  )
}
