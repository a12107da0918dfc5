import { drawFrom } from '../../know/sample-shop/draw-random.ts'
import { drawTaste, makeOrder } from '../../know/sample-shop/make-order.ts'
import { sampleSeed } from '../../know/sample-shop/make-shop.ts'
import type { SampleCustomer } from '../../know/sample-shop/shop.ts'
import type { SampleSale } from '../../know/sample-shop/split-shop.ts'
import { shopDayOf } from '../../know/sample-shop/weigh-days.ts'

/** What the simulation puts in, and what the journey's result ought to find: so many of those who got the mail come back. */
export const responseRate = 0.35
/** Days from the mail to the order, on average; none comes later than the limit. */
const meanDelay = 7
export const longestDelay = 25

/** Order numbers of simulated answers begin with this. */
export const answerMark = 'HX-'

/** How a mail is answered: from which stream of chance, how often, after how many days, and under which number. */
export type Answering = { readonly stream: number; readonly rate: number; readonly meanDelay: number; readonly mark: string }

const wakeAnswers: Answering = { stream: 0x3a3e, rate: responseRate, meanDelay, mark: answerMark }
/** Those who came lately answer the campaign sooner, and more seldom. */
export const campaignAnswers: Answering = { stream: 0x5c21, rate: 0.25, meanDelay: 4, mark: `${answerMark}QC-` }

/**
 * The order with which a customer answers the waking mail, or none. Drawn from a stream of the customer's own, so the
 * same customer answers in the same way whenever the story is told.
 * @param sentAt when the mail left
 */
export function drawResponse(customer: SampleCustomer, sentAt: Date, answering: Answering = wakeAnswers): SampleSale | null {
  const chance = drawFrom(sampleSeed ^ answering.stream, Number(customer.number.slice(2)))
  if (!chance.happens(answering.rate)) return null
  const delay = 1 + Math.floor(chance.gamma(2, answering.meanDelay))
  if (delay > longestDelay) return null
  const day = shopDayOf(sentAt) + delay
  const { at, channel, lines } = makeOrder(chance, drawTaste(chance, customer), day, 0, [], sentAt)
  const number = `${answering.mark}${customer.number}`
  return {
    kind: 'purchase',
    order: { number, customerNumber: customer.number, phone: customer.phone, memberUnknown: false, channel },
    at,
    lines,
  }
}
