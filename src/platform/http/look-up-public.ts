import { lookup as lookUp, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPrivateAddress } from './private-address.ts'

/**
 * Looks a name up when it is connected to, and refuses it when one of its addresses is private: a name that changes its
 * address between two questions leads nowhere either.
 * @param refuse makes the error that the connection then fails with
 */
export function lookUpPublic(refuse: (host: string) => Error): LookupFunction {
  return (host, options, done) => {
    lookUp(host, { ...options, all: true }, (error, found) => {
      const addresses: LookupAddress[] = found ?? []
      const inside = addresses.find(({ address }) => isPrivateAddress(address))
      if (error) return done(error, '', 0)
      if (inside) return done(Object.assign(refuse(host), { code: 'EPRIVATE' }), '', 0)
      const [first] = addresses
      if (options.all) return done(null, addresses, 0)
      return done(null, first?.address ?? '', first?.family ?? 0)
    })
  }
}
