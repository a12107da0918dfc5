/** Facts that the program works out by itself; every other one means that something has happened to the customer. */
export const derivedFacts = ['stage.changed', 'tier.changed', 'churn.left', 'churn.returned', 'segment.entered', 'segment.left'] as const
