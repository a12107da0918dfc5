import type { AnswerOf } from '../../../core/action/action.ts'
import { rights } from '../../../core/rights/rights.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { holds, judgeCall } from '../../../platform/rights/decide.ts'
import { withShapes } from '../../../platform/rights/veils.ts'
import { subjectsOf } from '../../../platform/rights/subjects.ts'
import type { readMyRights as definition } from '../actions.ts'

/** For screens, which offer nobody what would be refused. */
export async function readMyRights({ sight, registry }: Ctx): Promise<AnswerOf<typeof definition>> {
  const { limits, role } = sight
  const kinds = subjectsOf(registry).map(({ name }) => name)
  const open = (one: Parameters<typeof judgeCall>[1]) => judgeCall(sight, one, registry) === 'yes'
  return {
    role,
    limited: limits !== null,
    roles: limits?.roles.map(({ id, name }) => ({ id, name })) ?? [],
    actions: [
      // Lists of records are no questions of their own.
      ...kinds
        .filter((name) => open({ role: 'member', about: { [name]: null }, verb: 'read', method: 'GET', isQuestion: true }))
        .map((name) => `read:${name}`),
      ...[
        ...[...registry.actions.values()].filter(({ definition: one }) => open({ ...one, isQuestion: false })),
        ...[...registry.questions.values()].filter(({ definition: one }) => open({ ...one, isQuestion: true })),
      ].map((entry) => entry.definition.name),
    ],
    exports: kinds.filter((name) => open({ role: 'manager', about: { [name]: null }, verb: 'export', method: 'GET', isQuestion: true })),
    rights: rights.filter((right) => holds(sight, right)),
    fields: Object.fromEntries(limits ? withShapes(limits) : []),
  }
}
