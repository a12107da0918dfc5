import { type PromiseFound, readPromises } from '../todos/promises/read-promises.ts'

type Told = { readonly summary: string | null; readonly nextStep: string | null; readonly nextStepDue: string | null }
type Moment = { readonly now: Date; readonly timeZone: string }

/** What may become a to-do: the next step with its due date, and promises read in the text. What is said twice counts once. */
export function proposedPromises({ summary, nextStep, nextStepDue }: Told, moment: Moment): PromiseFound[] {
  const step = nextStep && nextStepDue ? [{ title: nextStep, dueAt: nextStepDue, words: nextStep }] : []
  const read = [
    ...(nextStep && !nextStepDue ? readPromises(nextStep, { ...moment, isNextStep: true }) : []),
    ...readPromises(summary ?? '', moment),
  ]
  const all = [...step, ...read]
  return all.filter((one, at) => all.findIndex((other) => other.dueAt === one.dueAt && other.title === one.title) === at)
}
