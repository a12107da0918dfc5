/** What a new step of a kind begins with. */
export const newSettings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  wait: { duration: { amount: 3, unit: 'days' } },
  send: { templateId: '' },
  webhook: { templateId: '' },
  branch: { rule: { all: [] } },
  'await-fact': { event: 'purchase.made', most: { amount: 7, unit: 'days' } },
  choose: { cases: [{ way: 'a', rule: { all: [] } }] },
  split: {
    shares: [
      { way: 'a', share: 50 },
      { way: 'b', share: 50 },
    ],
  },
  'ab-test': {
    variants: [
      { way: 'a', share: 50 },
      { way: 'b', share: 50 },
    ],
    metric: 'purchase',
    days: 14,
    plannedPeople: 2_000,
    stopsEarly: true,
  },
  act: { action: '', input: {} },
}
