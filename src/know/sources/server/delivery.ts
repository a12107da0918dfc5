import type { Message } from '../read-message.ts'
import type { Note } from './keep-notes.ts'

/** A message beside what it was read from. `isOld` marks one that is sent in as history, whenever it happened. */
export type Given = { readonly message: Message; readonly raw: unknown; readonly isOld?: boolean }

/** What came in together: the messages that could be read, as they were, and notes about those that could not. */
export type Delivery = {
  readonly messages: readonly Given[]
  readonly notes: readonly Note[]
  /** All of it is one thing that came, of this kind; otherwise each message is one. */
  readonly asOne?: string
}
