import { useContext } from 'react'
import { shortId } from '../../../core/kit/id.ts'
import type { FieldCellProps } from '../../web/field-parts.ts'
import { isNothing, nothing, textOf } from '../../nothing.ts'
import { ReferenceNames } from './reference-names.ts'

/** What the record is called, where somebody knows it; else the end of its id, where ids of one day differ. */
export function ReferenceCell(props: FieldCellProps) {
  const nameReference = useContext(ReferenceNames)
  if (isNothing(props.value)) return <span className="rg-cell">{nothing}</span>
  const id = textOf(props.value)
  return (props.field.to && nameReference(props.field.to, id)) || <IdEnd id={id} />
}

/** All of it on hovering. */
export function IdEnd({ id }: { readonly id: string }) {
  return (
    <code className="rg-cell" title={id}>
      {shortId(id)}
    </code>
  )
}
