import type { ZodType } from 'zod'
import type { Action, ReplyOf, Role } from '../src/core/action/action.ts'
import { inviteUser } from '../src/know/shop/users.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { joinByLink } from '../src/platform/access/join-by-link.ts'
import type { World } from './world.ts'

export type Member = { readonly id: string; readonly name: string; readonly role: Role; readonly email: string }

/** Somebody of the firm who has come: invited, and with a password set. */
export async function member(world: World, name: string, role: Role = 'member', place: object = {}): Promise<Member> {
  const email = `${world.services.newId()}@firm.test`
  const { id, link } = await world.act(inviteUser, { name, email, role, mail: false, ...place })
  await joinByLink(world.services, { token: new URL(link).searchParams.get('token') ?? '', password: '山前茶事-很长的口令-2026' })
  return { id, name, role, email }
}

/** Runs an action as somebody of the firm. */
export function actAs<I extends ZodType, O extends ZodType>(
  world: World,
  { id, name, role }: Member,
  action: Action<I, O>,
  input: unknown,
  source = 'app',
): Promise<ReplyOf<Action<I, O>>> {
  return runAction(world.services, { actor: { kind: 'user', id: `user:${id}`, userId: id, name, role }, source }, action, input)
}
