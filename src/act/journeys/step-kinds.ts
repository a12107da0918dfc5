import { branchStep } from './steps/branch.ts'
import { endStep } from './steps/end.ts'
import { sendStep } from './steps/send.ts'
import type { OpenStep, StepKind } from './steps/step.ts'
import { waitStep } from './steps/wait.ts'

/** A new kind of step is one file and one entry here. */
export const stepKinds: Readonly<Record<string, StepKind>> = { wait: waitStep, branch: branchStep, send: sendStep, end: endStep }

export function openStep(step: { readonly kind: string }): OpenStep {
  const kind = stepKinds[step.kind]
  if (!kind) throw new Error(`no kind of step ${step.kind}`)
  return kind.open(step)
}
