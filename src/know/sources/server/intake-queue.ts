import type { Services } from '../../../platform/actions/services.ts'
import type { Source } from './find-source.ts'
import { takeMessages } from './take-messages.ts'
import type { Delivery } from './delivery.ts'

type Waiting = { readonly delivery: Delivery; readonly done: () => void; readonly failed: (error: unknown) => void }
type Line = { readonly waiting: Waiting[]; busy: boolean }

/** Messages of one transaction; beyond it the next one begins. */
const portion = 2_000

/**
 * Requests of one source that come while a transaction is under way are kept together by the next one, so that many
 * small requests cost little more than a large one. Each request is answered when its messages are committed.
 */
export function makeIntakeQueue(services: Services): (source: Source, delivery: Delivery) => Promise<void> {
  const lines = new Map<string, Line>()
  const work = async (source: Source, line: Line) => {
    line.busy = true
    while (line.waiting.length > 0) await takeTogether(services, source, nextPortion(line.waiting))
    line.busy = false
    if (lines.get(source.id) === line) lines.delete(source.id)
  }
  return (source, delivery) =>
    new Promise<void>((done, failed) => {
      const line = lines.get(source.id) ?? { waiting: [], busy: false }
      lines.set(source.id, line)
      line.waiting.push({ delivery, done, failed })
      if (!line.busy) void work(source, line)
    })
}

function nextPortion(waiting: Waiting[]): Waiting[] {
  let messages = 0
  let taken = 0
  for (const { delivery } of waiting) {
    messages += delivery.messages.length
    if (taken > 0 && messages > portion) break
    taken++
  }
  return waiting.splice(0, taken)
}

/** What cannot be kept together is tried one by one, so that nobody fails for another's sake. */
async function takeTogether(services: Services, source: Source, together: readonly Waiting[]): Promise<void> {
  const delivery = { messages: together.flatMap((w) => w.delivery.messages), notes: together.flatMap((w) => w.delivery.notes) }
  try {
    await takeMessages(services, source, delivery)
    for (const { done } of together) done()
  } catch (error) {
    if (together.length === 1) return together[0]?.failed(error)
    for (const one of together) await takeTogether(services, source, [one])
  }
}
