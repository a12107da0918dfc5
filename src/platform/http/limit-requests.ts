import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../core/kit/problem.ts'
import { fill, type Words } from '../../core/kit/words.ts'
import { placeOf } from '../access/caller-place.ts'
import { customerPage } from './customer-page.ts'
import type { Gate } from './gate.ts'
import { languageOf } from './problem-answer.ts'

/** So many at once, and so many more each second. */
export type Pace = { readonly atOnce: number; readonly aSecond: number }

/** How often anybody may ask, at every door but `/api/health`. */
export type RequestLimits = {
  /** One address, whoever asks from there: an office behind one, a proxy that is not told of, a vendor’s machines. */
  readonly address: Pace
  readonly person: Pace
  /** A program that sends a shop’s sales; what comes in bulk has `/v1/batch` and imports. */
  readonly key: Pace
  /** Pages behind a link that a customer got, by address: also what mail services fetch for all their readers. */
  readonly link: Pace
  /** Links of messages that only lead on: a campaign’s readers behind one proxy, a mail service that opens each before its reader. */
  readonly press: Pace
  /** Lists as files, and whatever else takes many people’s data away, by who asks. */
  readonly heavy: Pace
}

/** Far above what people and programs need at work, and far below what takes the program away from the others. */
export const usualLimits: RequestLimits = {
  address: { atOnce: 8_000, aSecond: 400 },
  person: { atOnce: 3_000, aSecond: 50 },
  key: { atOnce: 6_000, aSecond: 300 },
  link: { atOnce: 300, aSecond: 5 },
  press: { atOnce: 3_000, aSecond: 100 },
  heavy: { atOnce: 10, aSecond: 0.2 },
}

const mostKept = 20_000
const health = '/api/health'
const isHeavy = /\/(?:export|file|data-map\.csv)$/
const isPress = /^\/l\/:token$/
const isLink = /\/:token(?:\/|$)/

export type Limiter = {
  /** Before anything of the request is read. @throws Problem action.too-often */
  hear(request: FastifyRequest): void
  /** The gate, counting whom it lets in. */
  counting(gate: Gate): Gate
}

/** Counts in memory, in each process for itself. @param clock in milliseconds, never going back */
export function makeLimiter(limits: RequestLimits, clock: () => number = () => performance.now()): Limiter {
  const counters = Object.fromEntries(Object.entries(limits).map(([kind, pace]) => [kind, makeCounter(pace, clock)])) as Record<
    keyof RequestLimits,
    Counter
  >
  const counted = new WeakSet<FastifyRequest>()
  return {
    hear: (request) => {
      const route = request.routeOptions.url ?? ''
      if (route === health) return
      const place = placeOf(request.ip)
      counters.address.take(place)
      if (isPress.test(route)) counters.press.take(place)
      else if (isLink.test(route)) counters.link.take(place)
    },
    counting: (gate) => ({
      addRoutes: (app) => gate.addRoutes(app),
      actorOf: async (request) => {
        const actor = await gate.actorOf(request)
        if (counted.has(request)) return actor
        counted.add(request)
        counters[actor.kind === 'key' ? 'key' : 'person'].take(actor.id)
        if (isHeavy.test(request.routeOptions.url ?? '')) counters.heavy.take(actor.id)
        return actor
      },
    }),
  }
}

type Counter = { take(who: string): void }

/** A bucket for each, that fills again as time goes by. */
function makeCounter({ atOnce, aSecond }: Pace, clock: () => number): Counter {
  const buckets = new Map<string, { left: number; at: number }>()
  const filled = ({ left, at }: { left: number; at: number }, now: number) => Math.min(atOnce, left + ((now - at) / 1_000) * aSecond)
  /** Whoever has rested has a full bucket, as somebody new has; then those who came first. Room for many, for it takes a while. */
  const makeRoom = (now: number) => {
    for (const [who, bucket] of buckets) if (filled(bucket, now) >= atOnce) buckets.delete(who)
    for (const who of buckets.keys()) {
      if (buckets.size <= mostKept / 2) return
      buckets.delete(who)
    }
  }
  return {
    take: (who) => {
      const now = clock()
      const known = buckets.get(who)
      const left = known ? filled(known, now) : atOnce
      if (left < 1) throw new Problem('action.too-often', { seconds: Math.ceil((1 - left) / aSecond) })
      if (known) Object.assign(known, { left: left - 1, at: now })
      else {
        if (buckets.size >= mostKept) makeRoom(now)
        buckets.set(who, { left: left - 1, at: now })
      }
    },
  }
}

const said = {
  title: { zh: '请稍等', en: 'One moment, please' },
  body: {
    zh: '来自您这里的请求太多。请 {seconds} 秒后再打开这个链接，它仍然有效。',
    en: 'Too many requests came from where you are. Open the link again in {seconds} {seconds|second|seconds}; it still works.',
  },
} satisfies Record<string, Words>

/** Turns away who asks too often, before anything else is done for them: customers in a page of their own. */
export function limitRequests(app: FastifyInstance, limiter: Limiter): void {
  app.addHook('onRequest', async (request, reply) => {
    try {
      limiter.hear(request)
    } catch (error) {
      if (!(error instanceof Problem) || !isLink.test(request.routeOptions.url ?? '')) throw error
      return sayPage(request, reply, error)
    }
  })
}

function sayPage(request: FastifyRequest, reply: FastifyReply, { details }: Problem): FastifyReply {
  const language = languageOf(request.headers['accept-language'])
  const body = `<p>${fill(said.body, language, details)}</p>`
  return reply
    .status(429)
    .header('retry-after', Number(details['seconds']))
    .type('text/html; charset=utf-8')
    .send(customerPage({ language, shop: '', title: said.title[language], body }))
}
