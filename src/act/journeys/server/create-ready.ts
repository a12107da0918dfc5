import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { createJourney } from '../actions.ts'
import { journeyDefinition } from '../definition.ts'
import { fillReady, type ReadyJourney } from '../ready/ready-journey.ts'
import { readyJourneys } from '../ready/ready-journeys.ts'
import type { createReadyJourney as definition } from '../ready-actions.ts'
import { countNeed } from './ready-needs.ts'

/**
 * A ready journey as a draft of the firm's own, with its messages as templates.
 * @throws Problem record.missing, and what keeping them refuses
 */
export async function createReadyJourney(
  ctx: Ctx,
  { key, language, name }: InputOf<typeof definition>,
): Promise<AnswerOf<typeof definition>> {
  const ready = readyJourneys.find((one) => one.key === key)
  if (!ready) throw new Problem('record.missing', { what: { zh: '现成的旅程', en: 'ready journey' } })
  const ids = new Map<string, string>()
  for (const [message, { name: called, subject, body, kind, purpose }] of Object.entries(ready.messages)) {
    const { id } = await ctx.run(createTemplate, {
      name: await freeName(ctx, called[language]),
      subject: subject[language],
      body: body[language],
      kind,
      ...(purpose ? { purpose } : {}),
    })
    ids.set(message, id)
  }
  const written = fillReady(await definitionFor(ctx, ready), language, ids)
  const { id } = await ctx.run(createJourney, { name: name ?? ready.name[language], definition: journeyDefinition.parse(written) })
  return { id, templates: [...ids.values()] }
}

/** The other way of doing it, while what it needs is not there. */
async function definitionFor(ctx: Ctx, { definition: usual, instead }: ReadyJourney): Promise<unknown> {
  if (!instead) return usual
  return ((await countNeed(ctx, instead.need)) ?? 0) > 0 ? usual : instead.definition
}

/** No two templates have one name: the second of a kind is numbered. */
async function freeName(ctx: Ctx, name: string): Promise<string> {
  const { rows } = await sql<{
    name: string
  }>`select lower(name) as name from templates where lower(name) like lower(${name}) || '%'`.execute(ctx.db)
  const taken = new Set(rows.map((row) => row.name))
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name} ${number}`
    if (!taken.has(tried.toLowerCase())) return tried
  }
}
