/** What holds somebody out, and so can be measured. `global` is the holdout of everything; its id is the empty one. */
export const trialKinds = ['journey', 'campaign', 'global'] as const
export type TrialKind = (typeof trialKinds)[number]

/** The global holdout has no row of its own. */
export const globalTrialId = '00000000-0000-0000-0000-000000000000'

/** How many days after entering count, where nothing else is asked for; of the global holdout all days count. */
export const usualDays = 30
/** No trial is longer: it takes the place of "without end". */
export const endlessDays = 3_650

/** A result of fewer people than this is read in a moment, so it always is. */
export const keptFromPeople = 5_000

/** Where a trial is shown. */
export function addressOfTrial(kind: TrialKind, id: string): Readonly<Record<string, unknown>> {
  return kind === 'global' ? { all: true } : kind === 'journey' ? { journey: id } : { campaign: id }
}
