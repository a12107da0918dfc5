import { createHash } from 'node:crypto'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { groupJoined, identified, pageViewed, screenViewed, tracked } from '../events.ts'
import { readCampaign, readPage, readSurroundings } from '../read-context.ts'
import type { Message, MessageKind, Properties } from '../read-message.ts'
import type { Meaning } from '../who-is-meant.ts'
import type { VisitorFact } from './visitors.ts'

/** The facts of customers who are known. An alias names somebody and tells nothing more. */
export function factsOf(ctx: Ctx, messages: readonly Message[], { owned, companies }: Meaning): ToldFact[] {
  return messages.flatMap((message) => {
    const [customerId, company] = [owned.get(message), companies.get(message)]
    const own = customerId === undefined ? [] : factOf(ctx, message, customerId)
    return company === undefined ? own : [...own, identification(ctx, message, company)]
  })
}

export function visitorFactsOf(ctx: Ctx, messages: readonly Message[], { owned }: Meaning): VisitorFact[] {
  return messages.flatMap((message) => {
    const { anonymousId } = message
    return anonymousId === null || owned.has(message) ? [] : factOf(ctx, message, '').map((fact) => ({ anonymousId, fact }))
  })
}

type Told = { readonly kind: string; readonly payload: Properties }

/** What each kind of message tells of its customer. */
const told: Readonly<Record<MessageKind, (message: Message) => Told | null>> = {
  identify: ({ properties, context }) => ({ kind: identified.name, payload: { traits: properties, ...readSurroundings(context) } }),
  track: ({ event, properties, context }) => ({
    kind: tracked.name,
    payload: { event, ...readCampaign(properties, context), properties, ...readSurroundings(context) },
  }),
  page: ({ event, properties, context }) => {
    const page = readPage(properties, context)
    const name = event || page['title'] || page['path'] || page['url'] || null
    const more = {
      ...readCampaign(properties, context),
      properties: withoutKept(properties, { ...page, name }),
      ...readSurroundings(context),
    }
    return { kind: pageViewed.name, payload: { name, ...page, ...more } }
  },
  screen: ({ event, properties, context }) => ({
    kind: screenViewed.name,
    payload: { name: event || null, ...readCampaign(properties, context), properties, ...readSurroundings(context) },
  }),
  group: ({ groupId, properties }) => ({
    kind: groupJoined.name,
    payload: { group: typeof properties['name'] === 'string' ? properties['name'] : groupId, groupId, traits: properties },
  }),
  alias: () => null,
}

/** What stands as a field of the fact already is not kept a second time. */
function withoutKept(properties: Properties, kept: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name, value]) => kept[name] !== value))
}

function factOf(ctx: Ctx, message: Message, customerId: string): ToldFact[] {
  const said = told[message.kind](message)
  return said === null ? [] : [{ customerId, ...said, occurredAt: message.occurredAt, key: keyOf(ctx, message) }]
}

/** A company is told what its group message says of it. */
function identification(ctx: Ctx, message: Message, customerId: string): ToldFact {
  const payload = { traits: message.properties }
  return { customerId, kind: identified.name, payload, occurredAt: message.occurredAt, key: keyOf(ctx, message) }
}

/** The key that a repeat has too. A message that neither bears one nor says when it happened is always new. */
function keyOf(ctx: Ctx, message: Message): string {
  if (message.key !== null) return message.key
  return message.fingerprint === null ? ctx.newId() : createHash('sha256').update(message.fingerprint).digest('base64url')
}
