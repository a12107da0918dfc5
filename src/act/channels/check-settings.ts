import { Problem } from '../../core/kit/problem.ts'
import type { AccountField, VendorRecord } from './channel-kind.ts'

export type Texts = Readonly<Record<string, string>>

/**
 * What was typed, as it is kept: known fields alone, trimmed, in their form. Empty ones are left out. Whether all that is
 * needed is there is not asked, for an account may be filled in bit by bit.
 * @throws Problem channel.field-wrong
 */
export function readSettings(vendor: VendorRecord, typed: Texts, secrets: boolean): Record<string, string> {
  const fields = vendor.fields.filter(({ isSecret }) => (isSecret === true) === secrets)
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = typed[field.name]?.trim() ?? ''
      if (value === '') return []
      if (!isInForm(field, value))
        throw new Problem('channel.field-wrong', {
          path: `${secrets ? 'secrets' : 'settings'}.${field.name}`,
          field: field.label,
          example: field.placeholder ?? '—',
        })
      return [[field.name, value]]
    }),
  )
}

function isInForm(field: AccountField, value: string): boolean {
  if (field.options) return field.options.some((option) => option.value === value)
  if (field.isAddress === true) return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
  return field.pattern?.test(value) ?? true
}

/** The first field that must be there and is not. */
export function lacksField(vendor: VendorRecord, settings: Readonly<Record<string, unknown>>): AccountField | null {
  return vendor.fields.find(({ name, isRequired }) => isRequired === true && (settings[name] ?? '') === '') ?? null
}

/** Who an account is with its vendor, and where that vendor is: when one of these changes, an old secret must not follow. */
export const tellsWho = ({ isAddress, isRequired, isSecret }: AccountField): boolean =>
  isSecret !== true && (isAddress === true || isRequired === true)
