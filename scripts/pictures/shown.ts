import type { Page } from 'playwright-core'
import type { Language } from '../../src/core/kit/words.ts'

/** A page of which a picture is taken. */
export type Shown = {
  readonly name: string
  readonly path: string
  /** So many pixels higher than other pictures, where a page is cut off at an awkward place. */
  readonly higher?: number
  /** Not taken at a desk's width. */
  readonly phoneOnly?: boolean
  readonly prepare?: (page: Page, language: Language) => Promise<void>
}
