import { z } from 'zod'
import { Problem } from '../kit/problem.ts'

/** In the input of an action that writes over what somebody else may have changed meanwhile. */
export const unchangedSince = z.iso
  .datetime({ offset: true })
  .optional()
  .describe('“updatedAt” as it was read; refused where it was changed since · 读到的 updatedAt，之后已被改过则拒绝')

/** @throws Problem record.changed-meanwhile, which says when, so that whoever has looked may send that */
export function refuseChanged(since: string | undefined, updatedAt: Date): void {
  if (since !== undefined && updatedAt.getTime() > Date.parse(since))
    throw new Problem('record.changed-meanwhile', { updatedAt: updatedAt.toISOString() })
}
