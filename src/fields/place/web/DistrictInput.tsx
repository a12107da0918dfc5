import { DraftInput } from '../../web/DraftInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { district } from '../place.ts'

export function DistrictInput(props: FieldInputProps) {
  return <DraftInput {...props} type={district} kind="text" />
}
