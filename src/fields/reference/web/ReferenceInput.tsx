import { DraftInput } from '../../web/DraftInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { reference } from '../reference.ts'

/** Takes a record's id. */
export function ReferenceInput(props: FieldInputProps) {
  return <DraftInput {...props} type={reference} kind="text" />
}
