import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { sharedKeys } from '../../../platform/records/shared-keys.ts'
import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { customer } from '../../customers/customer.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import type { listContactPoints as definition } from '../actions.ts'
import { pointKinds } from '../contact-point.ts'
import { consentOfPrimary, type PointRow, type Reached, rowsOf } from './points.ts'

type Point = AnswerOf<typeof definition>['points'][number]

const iso = (at: Date | null) => at?.toISOString() ?? null

/** Each kind with its primary one first. */
export async function listContactPoints(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { rows: found } =
    await sql<Reached>`select phone, email, wechat, address, email_consent as "emailConsent" from customers where id = ${id}`.execute(
      ctx.db,
    )
  const reached = found[0]
  if (!reached) throw new Problem('record.missing', { what: customer.label })
  const rows = await rowsOf(ctx, id)
  const points = pointKinds.flatMap((kind) => {
    const primary = reached[kind]
    const own = rows.filter((row) => row.kind === kind)
    const first =
      primary === null
        ? []
        : [
            pointOf(
              own.find((row) => row.value === primary),
              kind,
              primary,
              consentOfPrimary(reached, kind),
            ),
          ]
    return [
      ...first,
      ...own.filter((row) => row.value !== primary).map((row) => ({ ...pointOf(row, kind, row.value, 'unknown'), primary: false })),
    ]
  })
  const shared = await sharedKeys(
    ctx.db,
    points.map(({ kind, value }) => identityKey(kind, value)),
  )
  return { points: points.map((point) => ({ ...point, shared: shared.has(identityKey(point.kind, point.value)) })) }
}

function pointOf(row: PointRow | undefined, kind: Point['kind'], value: string, consent: string): Omit<Point, 'shared'> {
  return {
    kind,
    value,
    primary: true,
    id: row?.id ?? null,
    label: row?.label ?? null,
    verifiedAt: iso(row?.verified_at ?? null),
    verifiedHow: row?.verified_how ?? null,
    consent: row?.consent ?? (consent === 'granted' || consent === 'withdrawn' ? consent : 'unknown'),
    consentAt: iso(row?.consent_at ?? null),
    consentHow: row?.consent_how ?? null,
  }
}
