import { expect, test } from 'vitest'
import { allowsRoute, allScopes, asksFact, type KeyScopes, keyScopes, tellsFact } from './key-scopes.ts'

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
  [till, 'problems', true, true],
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

test.each([
  [null, 'purchase.made', true, true],
  [['customers'], 'purchase.made', false, false],
  [['customers'], 'contact-point.added', true, true],
  [['act'], 'purchase.made', false, true],
  [['act'], 'message.sent', true, true],
  [['customers'], 'something.new', false, false],
] as const)('a key for %j and facts like %s: told %s, asked for %s', (areas, kind, told, asks) => {
  const scopes: KeyScopes = { access: 'read', areas: areas && [...areas] }
  expect([tellsFact(scopes, kind), asksFact(scopes, kind)]).toEqual([told, asks])
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
