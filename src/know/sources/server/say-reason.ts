import type { ProblemDetails } from '../../../core/kit/problem.ts'
import { fillBoth, type Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { problemWords } from '../../../platform/actions/registry.ts'

/** What is wrong with a message, in words. */
export function sayReason(ctx: Ctx, { code, details }: { readonly code: string; readonly details: ProblemDetails }): Words {
  const words = problemWords(ctx.registry, code) ?? { zh: code, en: code }
  return fillBoth(words, details)
}
