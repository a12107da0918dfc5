/** Where work stands that is done in the background. */
export const workStates = ['waiting', 'running', 'stopping', 'stopped', 'done', 'failed'] as const
export type WorkState = (typeof workStates)[number]

export const isUnderWay = (work: { readonly state: WorkState } | null): boolean =>
  work !== null && ['waiting', 'running', 'stopping'].includes(work.state)
