import { DraftInput } from '../../web/DraftInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { phone } from '../phone.ts'

export function PhoneInput(props: FieldInputProps) {
  return <DraftInput {...props} type={phone} kind="tel" />
}
