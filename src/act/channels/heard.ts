/**
 * What a vendor tells us, whichever it is. `key` is the same each time that the same is told.
 * - receipt: what became of a message, by its vendor's reference or by our own id
 * - word: a customer wrote - act: they did something that counts as a word, without saying any
 * - followed, left: they follow the firm now, or no longer do
 */
export type Heard = { readonly key: string; readonly at: Date } & (
  | {
      readonly kind: 'receipt'
      readonly reference?: string
      /** Where the reference is that of a whole lot: to whom the message went. */
      readonly phone?: string
      readonly messageId?: string
      readonly delivered: boolean
      /** The vendor's own code and words. */
      readonly code: string
      readonly said: string
    }
  | { readonly kind: 'word'; readonly address: string; readonly said: string }
  | { readonly kind: 'act'; readonly address: string }
  | { readonly kind: 'followed'; readonly address: string; readonly employee?: string; readonly welcomeCode?: string }
  | { readonly kind: 'left'; readonly address: string }
)

/** Vendors in China write their times without a zone. */
export const vendorZone = 'Asia/Shanghai'
