/** What a box of this field is bound to: its column or, of one of the firm's own, its key. No new label changes that. */
export const boundName = ({ custom, column }: { readonly custom?: string; readonly column: string }): string =>
  custom === undefined ? column : `custom.${custom}`

/** Texts are sealed as they are, anything else as JSON. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
