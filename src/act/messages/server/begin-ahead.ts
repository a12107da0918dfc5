import type { Services } from '../../../platform/actions/services.ts'
import { outlastOutage } from '../../../platform/database/outage.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { beginMessages, freeMessage, unbeginMessages, type Written } from './begin-messages.ts'

export type Row = {
  /** The next message that is marked as being sent; undefined when there is none, or the program stops. */
  take(): Promise<Written | undefined>
  /** Frees what was claimed or marked and never spoken about. */
  end(): Promise<void>
}

type Options = {
  /** How many are marked at once. */
  readonly most: number
  readonly stopping: AbortSignal | undefined
  /** False for what is marked and done in one transaction of its own. */
  readonly isMarked: boolean
}

/**
 * Marks messages as being sent a lot at a time, while those before them are spoken about. Whoever dies leaves no more than two
 * lots in doubt; whoever stops takes the mark off what nothing was said about.
 */
export function beginAhead(services: Services, channel: ChannelName, waiting: Written[], { most, stopping, isMarked }: Options): Row {
  const marked: Written[] = []
  let marking: Promise<void> | null = null
  const mark = async () => {
    const lot = waiting.splice(0, most)
    const begun = await beginMessages(services, channel, lot, { stopping })
    lot.forEach(({ made }, i) => {
      const message = begun[i]
      if (message) marked.push({ message, made })
    })
  }
  const refill = () =>
    (marking ??= mark().finally(() => {
      marking = null
    }))
  return {
    take: async () => {
      if (!isMarked) return stopping?.aborted ? undefined : waiting.shift()
      while (marked.length === 0 && !stopping?.aborted) {
        if (waiting.length === 0 && marking === null) return undefined
        await refill()
      }
      if (stopping?.aborted) return undefined
      const next = marked.shift()
      // Whoever comes next hears of what goes wrong here.
      if (marked.length < most / 2 && waiting.length > 0) refill().catch(() => {})
      return next
    },
    end: async () => {
      await marking?.catch(() => {})
      const unsaid = marked.splice(0).map(({ message }) => message)
      await outlastOutage(() => unbeginMessages(services, unsaid), { stopping })
      for (const { message } of waiting.splice(0)) await outlastOutage(() => freeMessage(services, message), { stopping })
    },
  }
}
