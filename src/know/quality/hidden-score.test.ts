import { expect, test } from 'vitest'
import { withShapes } from '../../platform/rights/veils.ts'
import { usualPlan } from './quality.ts'

test.each(usualPlan)('who may not see $field does not see the score that counts it', ({ field }) => {
  expect(withShapes(new Map([[field, 'hidden']])).get('qualityScore')).toBe('hidden')
})
