import { verbs, verbWords, fieldRightWords, fieldRights, rights, rightWords } from '../../../core/rights/rights.ts'
import { scopes } from '../../../core/rights/role-body.ts'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isMaskable } from '../../../platform/rights/masks.ts'
import { subjectsOf } from '../../../platform/rights/subjects.ts'
import type { readRightsCatalogue as definition } from '../actions.ts'
import { scopeWords } from '../scope-words.ts'
import { askedVerbs } from './standing-body.ts'

/** All that a role can say, read off the definitions, so that nothing has to be kept in step by hand. */
export async function readRightsCatalogue(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const asked = askedVerbs(ctx.registry)
  return {
    kinds: subjectsOf(ctx.registry).map(({ name, label }) => ({
      name,
      label,
      verbs: verbs.filter((verb) => asked.some(([kind, one]) => kind === name && one === verb)),
      hasRows: name === 'customer',
    })),
    verbs: verbs.map((name) => ({ name, label: verbWords[name] })),
    scopes: scopes.map((name) => ({ name, ...scopeWords[name] })),
    fields: [...(ctx.onlooker.cards.get('customer')?.fields.values() ?? [])].map((placed) => ({
      name: placed.name,
      label: placed.field.label,
      custom: placed.field.custom === true,
      canMask: isMaskable(placed),
      sensitive: placed.field.sensitive === true,
    })),
    fieldRights: fieldRights.map((name) => ({ name, ...fieldRightWords[name] })),
    rights: rights.map((name) => ({ name, ...rightWords[name] })),
  }
}
