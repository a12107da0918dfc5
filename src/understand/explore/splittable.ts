/** Types of fields whose values are few enough to part a funnel by. */
export const splittableTypes: readonly string[] = ['choice', 'boolean', 'text', 'province', 'city', 'district', 'person']
