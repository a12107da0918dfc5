import type { FieldInputProps } from './field-parts.ts'

type Attributes = {
  id?: string
  status?: 'error'
  'aria-label'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
  'aria-required'?: boolean
}

/** What every control carries so that it can be found by its label and its trouble be heard. */
export function inputAttributes({ id, label, status, describedBy, field }: FieldInputProps): Attributes {
  return {
    ...(id ? { id } : {}),
    ...(status ? { status, 'aria-invalid': true } : {}),
    ...(label ? { 'aria-label': label } : {}),
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(field.required ? { 'aria-required': true } : {}),
  }
}
