import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { listUsers } from '../../shop/users.ts'
import { readOrganisation } from '../actions.ts'
import type { Colleague, Department, Team } from '../staff.ts'

export type Account = ReplyOf<typeof listUsers>['users'][number]

/** Somebody as the page shows them; the account is known to owners alone. */
export type Person = Colleague & { readonly account: Account | null }

export type Firm = { readonly departments: readonly Department[]; readonly teams: readonly Team[]; readonly people: readonly Person[] }

/** Everybody of the firm with their places, and for owners with their accounts. */
export function useFirm() {
  const mayManage = useMayDo(listUsers)
  const organisation = useAsk(readOrganisation, {})
  const users = useAsk(listUsers, {}, { when: mayManage })
  const data = useMemo((): Firm | undefined => {
    if (!organisation.data || (mayManage && !users.data)) return undefined
    const accounts = new Map((users.data?.users ?? []).map((account) => [account.id, account]))
    return { ...organisation.data, people: organisation.data.people.map((one) => ({ ...one, account: accounts.get(one.id) ?? null })) }
  }, [organisation.data, users.data, mayManage])
  const refetch = () => Promise.all([organisation.refetch(), users.refetch()])
  return { data, error: organisation.error ?? users.error, refetch }
}
