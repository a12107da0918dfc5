import { addConsents, followConsents } from '../../../platform/records/consent-records.ts'
import { recordsOfSaid, type SaidBy, type SaidOfCustomer } from '../../../platform/records/said-consents.ts'
import type { Before } from './write-drafts.ts'
import { copyRows } from './copy-rows.ts'
import type { Portion } from './portion.ts'

type Made = { readonly id: string; readonly values: Readonly<Record<string, string>> }

const saidBy = (portion: Portion): SaidBy => ({ how: 'import', zone: portion.shop.timeZone, byWhom: portion.by, place: portion.file })

const columns = [
  'customer_id',
  'id',
  'purpose',
  'channel',
  'address',
  'state',
  'kind',
  'how',
  'at',
  'zone',
  'place',
  'by_whom',
  'recorded_at',
]

/** What a file says of new customers, written down as it is said: by COPY, for there may be a million of them. */
export async function copyConsents(portion: Portion, made: readonly Made[]): Promise<void> {
  const by = saidBy(portion)
  const at = portion.now.toISOString()
  const children: string[] = []
  function* rows() {
    for (const { id, values } of made) {
      for (const { purpose, channel, address, state, kind = 'general', how } of recordsOfSaid(saidOfNew(id, values), by))
        yield [
          id,
          portion.newId(),
          purpose,
          channel,
          address,
          state,
          kind,
          how,
          at,
          by.zone ?? null,
          by.place ?? null,
          by.byWhom ?? null,
          at,
        ]
      if (values['emailConsent'] === 'granted' && values['birthday'] !== undefined) children.push(id)
    }
  }
  await copyRows(portion.client, 'consents', columns, rows())
  await followConsents(portion, children)
}

function saidOfNew(customerId: string, values: Made['values']): SaidOfCustomer {
  const { email, emailConsent, noPersonalisation } = values
  return {
    customerId,
    email: email ?? null,
    ...(emailConsent === 'granted' || emailConsent === 'withdrawn' ? { emailConsent: { before: 'unknown', after: emailConsent } } : {}),
    ...(noPersonalisation === 'true' ? { noPersonalisation: true } : {}),
  }
}

type Changed = { readonly id: string; readonly values: Readonly<Record<string, string | null>>; readonly changed: Before }

/** What a file says of known customers; and whoever has another address or birthday by it has the consent that goes with it. */
export const keepConsents = (portion: Portion, drafts: readonly Changed[]): Promise<void> => writeConsents(portion, drafts, saidBy(portion))

type Place = Pick<Portion, 'db' | 'now' | 'newId'>

/** The same for whatever writes values over: an import, or its undoing. */
export async function writeConsents(place: Place, drafts: readonly Changed[], by: SaidBy): Promise<void> {
  const bearing = drafts.filter(({ changed }) => touches.some((name) => changed[name] !== undefined))
  await addConsents(
    place,
    bearing.flatMap((draft) => recordsOfSaid(saidOfKnown(draft), by)),
  )
  await followConsents(
    place,
    bearing.map(({ id }) => id),
  )
}

const touches = ['emailConsent', 'noPersonalisation', 'email', 'birthday', 'kind']

function saidOfKnown({ id, values, changed }: Changed): SaidOfCustomer {
  const { emailConsent, noPersonalisation } = changed
  return {
    customerId: id,
    email: values['email'] ?? null,
    ...(emailConsent ? { emailConsent: { before: emailConsent.before ?? 'unknown', after: emailConsent.after ?? 'unknown' } } : {}),
    ...(noPersonalisation ? { noPersonalisation: noPersonalisation.after === 'true' } : {}),
  }
}
