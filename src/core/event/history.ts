/**
 * A fact that we hear of more than so many days after it happened is history: it counts in every metric, stage and
 * segment and stands on the timeline, but it is no reason to write to anybody now. Three days let a till or a phone that
 * was offline over a weekend still be heard as news.
 */
export const newsDays = 3

export function isHistory(occurredAt: Date, recordedAt: Date): boolean {
  return recordedAt.getTime() - occurredAt.getTime() > newsDays * 86_400_000
}
