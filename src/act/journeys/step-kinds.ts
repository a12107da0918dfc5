import { abTestStep } from './steps/ab-test.ts'
import { actStep } from './steps/act.ts'
import { awaitFactStep } from './steps/await-fact.ts'
import { branchStep } from './steps/branch.ts'
import { chooseStep } from './steps/choose.ts'
import { endStep } from './steps/end.ts'
import { sendStep } from './steps/send.ts'
import { splitStep } from './steps/split.ts'
import type { OpenStep, StepKind } from './steps/step.ts'
import { waitStep } from './steps/wait.ts'
import { webhookStep } from './steps/webhook.ts'

/** A new kind of step is one file and one entry here. */
export const stepKinds: Readonly<Record<string, StepKind>> = {
  send: sendStep,
  wait: waitStep,
  'await-fact': awaitFactStep,
  branch: branchStep,
  choose: chooseStep,
  split: splitStep,
  'ab-test': abTestStep,
  act: actStep,
  webhook: webhookStep,
  end: endStep,
}

export function openStep(step: { readonly kind: string }): OpenStep {
  const kind = stepKinds[step.kind]
  if (!kind) throw new Error(`no kind of step ${step.kind}`)
  return kind.open(step)
}
