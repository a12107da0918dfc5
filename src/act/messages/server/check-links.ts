import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import { FetchFailure, makeGuardedFetch } from '../../../platform/http/guarded-fetch.ts'
import { type checkLinks as definition, unreached } from '../template-actions.ts'

type Answer = AnswerOf<typeof definition>
type Checked = Answer['links'][number]

/** Opens each address as a customer would, one page deep and no further. */
export async function checkLinks(ctx: Ctx, { addresses }: InputOf<typeof definition>): Promise<Done<Answer>> {
  const allowPrivate = ctx.services.allowPrivateDownloads
  const fetchPage = makeGuardedFetch({ allowPrivate, mayReach: ctx.services.mayReach, bytes: 2_000_000, wholeMs: 8_000 })
  return {
    answer: { links: [] },
    afterCommit: async () => ({ links: await Promise.all([...new Set(addresses)].map((address) => checkOne(fetchPage, address))) }),
  }
}

async function checkOne(fetchPage: ReturnType<typeof makeGuardedFetch>, address: string): Promise<Checked> {
  if (!URL.canParse(address) || !/^https?:/i.test(address)) return { address, state: 'wrong', said: '' }
  try {
    const { status } = await fetchPage(address, { headers: { 'user-agent': 'Regulars link check', accept: 'text/html,*/*' } })
    return { address, state: status < 400 ? 'ok' : 'wrong', said: String(status) }
  } catch (error) {
    // What is longer than we read was there all the same.
    if (error instanceof FetchFailure && error.reason === 'too-large') return { address, state: 'ok', said: '' }
    const state = error instanceof FetchFailure ? unreached.find((each) => each === error.reason) : undefined
    return { address, state: state ?? 'unreachable', said: '' }
  }
}
