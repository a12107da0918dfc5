import { shortId } from '../core/kit/id.ts'

/** What a customer is called on screen: by their name, else by whatever they can be told by, at last by the end of their id. */
export function nameOfCustomer(customer: Readonly<Record<string, unknown>>): string {
  for (const field of ['name', 'phone', 'email', 'code']) {
    const value = customer[field]
    if (typeof value === 'string' && value !== '') return value
  }
  return shortId(customer['id'])
}
