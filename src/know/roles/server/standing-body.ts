import { type Action, mayRun, type Role, verbOf } from '../../../core/action/action.ts'
import { rights, type Verb } from '../../../core/rights/rights.ts'
import type { Grant, RoleBody } from '../../../core/rights/role-body.ts'
import type { Registry } from '../../../platform/actions/registry.ts'
import { holds } from '../../../platform/rights/decide.ts'
import { subjectsOf } from '../../../platform/rights/subjects.ts'

type Asked = readonly [kind: string, verb: Verb, role: Role]

/** Which verbs on which kinds the actions and questions of the product ask for, and from which standing role on. */
export function askedVerbs(registry: Registry): Asked[] {
  const kinds = new Set(subjectsOf(registry).map(({ name }) => name))
  const of = (definition: Pick<Action, 'about' | 'verb' | 'role'> & { method: Action['method'] | 'GET' }, isQuestion: boolean): Asked[] =>
    typeof definition.about === 'object'
      ? Object.keys(definition.about)
          .filter((kind) => kinds.has(kind))
          .filter((kind, _, all) => kind !== 'customer' || all.length === 1)
          .map((kind) => [kind, verbOf(definition, isQuestion), definition.role] as const)
      : []
  return [
    ...[...registry.actions.values()].flatMap(({ definition }) => of(definition, false)),
    ...[...registry.questions.values()].flatMap(({ definition }) => of(definition, true)),
    ...[...kinds].map((kind) => [kind, 'read', 'member'] as const),
    ...[...registry.cards.keys()].map((kind) => [kind, 'export', 'manager'] as const),
    ['message', 'export', 'manager'],
  ]
}

/** What a standing role amounts to, said as a role of one's own would say it. */
export function standingBody(registry: Registry, role: Role): RoleBody {
  const grants: Record<string, Grant> = {}
  for (const [kind, verb, needed] of askedVerbs(registry)) if (mayRun(role, needed)) grants[kind] = { ...grants[kind], [verb]: ['all'] }
  return { grants, fields: {}, rights: rights.filter((right) => holds({ role, limits: null }, right)) }
}
