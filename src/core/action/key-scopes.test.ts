import { expect, test } from 'vitest'
import { allowsRoute, allScopes, keyScopes } from './key-scopes.ts'

const reading = { access: 'read', areas: null } as const
const clerk = { access: 'write', areas: ['customers'] } as const
const till = { access: 'write', areas: ['purchases'] } as const

test.each([
  [allScopes, 'users', false, true],
  [reading, 'customers', true, true],
  [reading, 'customers/:id', false, false],
  [till, 'purchases', false, true],
  [till, 'purchases/:id', true, true],
  [till, 'customers', true, false],
  [till, 'purchasesx', true, false],
  [till, 'settings', true, false],
  [till, 'openapi.json', true, true],
  [{ access: 'write', areas: ['settings'] }, 'something-new', false, false],
  [allScopes, 'something-new', false, true],
  [clerk, 'customers/:id', false, true],
  [clerk, 'customers/:id/tags', false, true],
  [clerk, 'customers/:id/purchases', true, false],
  [clerk, 'customers/:customerId/messages/:id/resolve', false, false],
  [clerk, 'customers/:id/prediction', true, false],
  [till, 'customers/:id/purchases', true, true],
] as const)('%j and the route %s (asking: %s): %s', (scopes, path, asks, may) => {
  expect(allowsRoute({ access: scopes.access, areas: scopes.areas ? [...scopes.areas] : null }, path, asks)).toBe(may)
})

test('scopes that say more than there is are none', () => {
  for (const wrong of [
    null,
    {},
    { access: 'all', areas: null },
    { access: 'read', areas: [] },
    { access: 'read', areas: ['root'] },
    { access: 'read' },
  ])
    expect(keyScopes.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false)
})
