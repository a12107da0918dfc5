import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import { type Language, languages } from '../../core/kit/words.ts'
import type { Actor, Ctx } from '../actions/context.ts'
import { askQuestion } from '../actions/ask-question.ts'
import { runAction } from '../actions/run-action.ts'
import { asSystem, forgetShop, type Services, systemActor } from '../actions/services.ts'
import { hasOwner } from './has-owner.ts'
import { addUser, setPassword } from './keep-user.ts'
import { readLink, useLink } from './one-time-links.ts'
import { checkPassword } from './password-rules.ts'

export const welcomeInput = z.object({
  token: z.string().max(200),
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  password: z.string().max(1_000),
  shop: z.string().trim().min(1).max(200),
  currency: z.string().max(10),
  timeZone: z.string().max(100),
  sample: z.boolean().default(false),
  language: z.enum(languages).default('zh').describe('Of what the sample shop sells and says'),
})

export type Welcomed = { readonly userId: string; readonly name: string }

/** Any two welcomes use the same lock. */
const lockKey = 7_348_676_201

/**
 * Makes the first owner and the shop's settings, all or nothing: what is refused leaves the link as good as it was.
 * @throws Problem access.link-used, access.owner-exists, access.password-*, or what the shop's settings refuse
 */
export async function welcomeOwner(services: Services, input: z.output<typeof welcomeInput>): Promise<Welcomed> {
  checkPassword(input.password, [input.name, input.email, input.shop])
  // Hashing is slow on purpose, so it is done for nobody who could not go on.
  const { db } = services.database
  if (await hasOwner(db)) throw new Problem('access.owner-exists')
  await readLink(db, 'welcome', input.token, services.clock()).catch(async (error: unknown) => {
    // Somebody may have been welcomed with the same link since the line before: then that is what they are to be told.
    throw (await hasOwner(db)) ? new Problem('access.owner-exists') : error
  })
  const hash = await services.passwords.hash(input.password)
  const userId = await asSystem(services, 'welcome', async (ctx) => {
    await sql`select pg_advisory_xact_lock(${lockKey})`.execute(ctx.db)
    if (await hasOwner(ctx.db)) throw new Problem('access.owner-exists')
    await useLink(ctx.db, 'welcome', input.token, ctx.now)
    const id = await addUser(ctx, { name: input.name, email: input.email, role: 'owner' })
    await setPassword(ctx, id, hash)
    await saveShop(ctx, { name: input.shop, currency: input.currency, timeZone: input.timeZone })
    return id
  })
  forgetShop(services.database)
  return { userId, name: input.name }
}

async function saveShop(ctx: Ctx, shop: { name: string; currency: string; timeZone: string }): Promise<void> {
  const action = ctx.registry.actions.get('save-shop')
  if (!action) throw new Error('no feature brings the action save-shop')
  await ctx.run(action.definition, shop)
}

const sampleState = z.object({ offered: z.boolean() })

/** Whether the sample shop could be loaded: it goes only into an empty system, and may be in it since the start. */
export async function offersSample(services: Services): Promise<boolean> {
  const question = services.registry.questions.get('read-sample-shop')
  if (!question) return false
  return sampleState.parse(await askQuestion(services, systemActor('welcome'), question.definition, {})).offered
}

/** The sample shop, as the new owner. That it fails costs nobody the welcome: it can be loaded from the home page too. */
export async function loadSample(services: Services, owner: Welcomed, language: Language): Promise<boolean> {
  const action = services.registry.actions.get('load-sample-shop')
  if (!action) return false
  const actor: Actor = { kind: 'user', id: `user:${owner.userId}`, userId: owner.userId, name: owner.name, role: 'owner' }
  try {
    await runAction(services, { actor, source: 'app' }, action.definition, { language })
    return true
  } catch (error) {
    services.log.error({ err: error }, 'the sample shop could not be loaded')
    return false
  }
}
