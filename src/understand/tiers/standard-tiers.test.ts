import { expect, test } from 'vitest'
import { schemeSchema } from './scheme.ts'
import { standardTiers } from './standard-tiers.ts'

test('what is suggested can be kept, in a corner shop and where one order comes to a billion', () => {
  for (const spend of [1, 50_000, 1e14]) {
    const scheme = standardTiers({ spend, times: 3, topSpend: 2 * spend, topTimes: 5, unit: 100 })
    expect(schemeSchema.parse(scheme)).toEqual(scheme)
  }
})
