import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useAsk } from '../../../ui/data.tsx'
import { listRoles, readRightsCatalogue } from '../actions.ts'
import type { RoleNames } from '../say-role.ts'

export type Catalogue = ReplyOf<typeof readRightsCatalogue>
export type Role = ReplyOf<typeof listRoles>['roles'][number]

/** All roles, what roles can say, and how that is said. */
export function useRoles() {
  const roles = useAsk(listRoles, {})
  const catalogue = useAsk(readRightsCatalogue, {})
  const known = useDictionary('customer')
  const customs = useCustoms()
  const data = useMemo(() => {
    if (!roles.data || !catalogue.data || !known.data) return undefined
    const { kinds, fields } = catalogue.data
    const { dictionary } = known.data
    const labels = {
      kinds: new Map(kinds.map(({ name, label }) => [name, label])),
      fields: new Map(fields.map(({ name, label }) => [name, label])),
    }
    const names: RoleNames = {
      kind: (name) => labels.kinds.get(name) ?? { zh: name, en: name },
      field: (name) => labels.fields.get(name) ?? { zh: name, en: name },
      rule: (rule) => {
        try {
          return sayInBoth(rule, dictionary, customs)
        } catch {
          return { zh: '一条已失效的条件', en: 'a rule that no longer holds' }
        }
      },
    }
    return { roles: roles.data.roles, catalogue: catalogue.data, names, dictionary }
  }, [roles.data, catalogue.data, known.data, customs])
  const refetch = () => Promise.all([roles.refetch(), catalogue.refetch(), known.refetch()])
  return { data, error: roles.error ?? catalogue.error ?? known.error, refetch }
}

export type Known = NonNullable<ReturnType<typeof useRoles>['data']>
