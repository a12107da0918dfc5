import { DraftInput } from '../../web/DraftInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { email } from '../email.ts'

export function EmailInput(props: FieldInputProps) {
  return <DraftInput {...props} type={email} kind="email" />
}
