import type { FieldType } from '../../core/entity/field-type.ts'
import type { FieldCellProps } from './field-parts.ts'
import { useCustoms } from './use-customs.ts'

/** A value as the reader writes it, and nothing more. */
export function SaidCell(props: FieldCellProps & { readonly type: FieldType; readonly figure?: boolean; readonly title?: string }) {
  const said = props.type.say(props.value, props.field, useCustoms())
  return (
    <span className={props.figure ? 'rg-cell rg-cell-figure' : 'rg-cell'} title={props.title}>
      {said}
    </span>
  )
}
