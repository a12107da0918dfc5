import type { Language } from '../../../core/kit/words.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { createCustomer } from '../../../know/customers/actions.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { productCategories } from '../../../know/sample-shop/products.ts'
import { sampleChannels, type SampleCustomer, sampleSources } from '../../../know/sample-shop/shop.ts'
import type { SampleNews, SampleSale } from '../../../know/sample-shop/split-shop.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

/** Whose facts these are: by it the sample's people are told from others when it is removed. */
export const storySource = 'sample'

/** New members and what was sold, as the till tells it. Told again it changes nothing. */
export async function takeInNews(ctx: Ctx, { customers, sales }: SampleNews, language: Language): Promise<void> {
  for (const customer of customers) await told(ctx, () => ctx.run(createCustomer, { ...memberOf(customer, language), onMatch: 'update' }))
  for (const sale of sales) await told(ctx, () => ctx.run(recordPurchase, saleOf(sale, language)))
}

/** A till says odd things now and then, such as a telephone number that is another's: the rest of the day goes on. */
export async function told(ctx: Ctx, tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    ctx.log.info({ code: error.code, details: error.details }, 'the sample shop’s till told something that was refused')
  }
}

/** The generator writes Chinese mobile numbers as people do, without the country’s code. */
export const international = (phone: string | null) => (phone === null ? null : `+86${phone}`)

const consentOf = ({ acceptsEmail }: SampleCustomer) => (acceptsEmail === null ? 'unknown' : acceptsEmail ? 'granted' : 'withdrawn')

function memberOf(customer: SampleCustomer, language: Language) {
  const { number, kind, name, phone, email, sex, birthday, place, source } = customer
  return {
    code: number,
    kind,
    name,
    phone: international(phone),
    email,
    gender: sex,
    birthday,
    province: place?.province[language] ?? null,
    city: place?.city[language] ?? null,
    origin: source ? sampleSources[source][language] : null,
    emailConsent: consentOf(customer),
  }
}

function saleOf({ kind, order, at, lines }: SampleSale, language: Language) {
  return {
    customer: order.memberUnknown && order.phone ? { phone: international(order.phone) } : { code: order.customerNumber },
    kind,
    number: order.number,
    occurredAt: at.toISOString(),
    channel: sampleChannels[order.channel][language],
    lines: lines.map(({ product, quantity, paid }) => ({
      product: product.code,
      name: product.name[language],
      category: productCategories[product.category][language],
      quantity,
      amount: paid,
    })),
  }
}
