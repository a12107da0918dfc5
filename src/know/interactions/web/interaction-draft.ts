import { z } from 'zod'
import { attachedFile } from '../../../core/kit/attached-file.ts'
import { draftPrefix } from '../../../ui/kept-drafts.ts'

const text = z.string().catch('')
const choice = z.string().nullable().catch(null)

/** What is being written, as it stands in the form; kept in this browser until it is saved or given up. */
export const interactionDraft = z.object({
  kind: choice,
  direction: choice,
  outcome: choice,
  /** ISO instant; null is now. */
  occurredAt: choice,
  summary: text,
  nextStep: text,
  /** A day, or nothing. */
  nextStepDue: choice,
  person: text,
  /** The contact of the company that was spoken with, where they were chosen and not typed. */
  contactId: choice,
  minutes: z.number().nullable().catch(null),
  place: text,
  files: z.array(attachedFile).catch([]),
  /** Promises that were taken, by their due date and title. */
  taken: z.array(z.string()).catch([]),
})
export type InteractionDraft = z.output<typeof interactionDraft>

export const emptyDraft: InteractionDraft = {
  kind: null,
  direction: null,
  outcome: null,
  occurredAt: null,
  summary: '',
  nextStep: '',
  nextStepDue: null,
  person: '',
  contactId: null,
  minutes: null,
  place: '',
  files: [],
  taken: [],
}

export const isEmptyDraft = (draft: InteractionDraft): boolean =>
  draft.summary.trim() === '' && draft.nextStep.trim() === '' && draft.files.length === 0 && draft.outcome === null

/** Somebody else at the same computer finds their own. */
const keyOf = (customerId: string, userId: string) => `${draftPrefix}interaction.${userId}.${customerId}`

export function readDraft(customerId: string, userId: string): InteractionDraft | null {
  try {
    const kept = localStorage.getItem(keyOf(customerId, userId))
    const read = interactionDraft.safeParse(JSON.parse(kept ?? 'null'))
    return read.success && !isEmptyDraft(read.data) ? read.data : null
  } catch {
    return null
  }
}

export function keepDraft(customerId: string, userId: string, draft: InteractionDraft | null): void {
  try {
    if (draft && !isEmptyDraft(draft)) localStorage.setItem(keyOf(customerId, userId), JSON.stringify(draft))
    else localStorage.removeItem(keyOf(customerId, userId))
  } catch {
    // A private window may refuse; what is written then lasts until the page is closed.
  }
}

export type FieldsProps = { readonly draft: InteractionDraft; readonly set: (patch: Partial<InteractionDraft>) => void }
