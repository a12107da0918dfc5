import type { Properties } from './read-message.ts'

/** Longest text of a context that is kept; addresses of pages can be long. */
const longest = 2_000

const isObject = (value: unknown): value is Properties => typeof value === 'object' && value !== null && !Array.isArray(value)
const partOf = (value: unknown): Properties => (isObject(value) ? value : {})
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, longest) : undefined

/** Only what was said, so that facts stay small. */
function said(values: Readonly<Record<string, unknown>>): Properties {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

/** What a page view tells of its page: its own properties, else those of the context. */
export function readPage(properties: Properties, context: unknown): Properties {
  const page = partOf(partOf(context)['page'])
  const told = (name: string) => textOf(properties[name]) ?? textOf(page[name])
  return said({ url: told('url'), path: told('path') ?? pathOf(told('url')), title: told('title'), referrer: told('referrer') })
}

const pathOf = (url: string | undefined) => (url ? URL.parse(url)?.pathname : undefined)

const utms = { utmSource: 'source', utmMedium: 'medium', utmCampaign: 'name', utmTerm: 'term', utmContent: 'content' } as const

/** The campaign that led here, as the client took it apart, else as it stands in the page's address. */
export function readCampaign(properties: Properties, context: unknown): Properties {
  const campaign = partOf(partOf(context)['campaign'])
  const query = queryOf(readPage(properties, context)['url'])
  return said(
    Object.fromEntries(
      Object.entries(utms).map(([name, part]) => {
        const inQuery = query?.get(`utm_${part === 'name' ? 'campaign' : part}`)
        return [name, (textOf(campaign[part]) ?? textOf(inQuery))?.slice(0, 200)]
      }),
    ),
  )
}

const queryOf = (url: unknown) => (typeof url === 'string' && url.includes('utm_') ? URL.parse(url)?.searchParams : undefined)

/** Of the context of a message, what says where it was sent from: address, program, language, time zone. */
export function readSurroundings(context: unknown): { readonly context?: Properties } {
  const { ip, userAgent, locale, timezone } = partOf(context)
  const told = said({ ip: textOf(ip), userAgent: textOf(userAgent)?.slice(0, 400), locale: textOf(locale), timezone: textOf(timezone) })
  return Object.keys(told).length > 0 ? { context: told } : {}
}
