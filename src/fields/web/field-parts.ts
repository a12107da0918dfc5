import type { ComponentType } from 'react'
import type { Field } from '../../core/entity/field.ts'

/** What every input takes. `value` is a value on the wire, or null for "left empty"; half-typed text is handed on as it is. */
export type FieldInputProps = {
  readonly field: Field
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  /** Ties the input to its `<label for>`. Where there is no visible label, `label` names it. */
  readonly id?: string | undefined
  readonly label?: string | undefined
  readonly status?: 'error' | undefined
  readonly describedBy?: string | undefined
}

export type FieldCellProps = { readonly field: Field; readonly value: unknown }

/** The browser parts of one field type. */
export type FieldParts = {
  readonly Input: ComponentType<FieldInputProps>
  readonly Cell: ComponentType<FieldCellProps>
  /** Figures stand at the right so that their digits line up. */
  readonly align?: 'right'
}
