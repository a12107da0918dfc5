import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** Cost as OWASP's cheat sheet gives it for 16 MiB: log2 of N, r, p. */
const today = { log: 14, r: 8, p: 5 }
/** Of hashes from before the cost stood in them. */
const oldCost = { log: 14, r: 16, p: 1 }

type Cost = typeof today

/** What is slow on purpose. Tests of what goes on around it hand in a cheaper one. */
export type Passwords = {
  /** scrypt with a salt of its own for each password: `scrypt:log:r:p:salt:key`, salt and key in hex. */
  hash(password: string): Promise<string>
  /** @param hash null where there is none; the answer is false, after as long a time */
  verify(password: string, hash: string | null): Promise<boolean>
  /** Whether the hash is cheaper than it would be today. */
  isDated(hash: string): boolean
}

export function makePasswords(cost: Cost = today): Passwords {
  const prefix = `scrypt:${cost.log}:${cost.r}:${cost.p}:`
  /** Compared with where there is no password, so that it takes as long. */
  const nobodys = `${prefix}${'0'.repeat(32)}:${'0'.repeat(128)}`
  return {
    hash: async (password) => {
      const salt = randomBytes(16).toString('hex')
      return `${prefix}${salt}:${(await derive(password, salt, cost)).toString('hex')}`
    },
    verify: async (password, hash) => {
      const { salt, key, ...used } = read(hash ?? nobodys)
      const derived = await derive(password, salt, used)
      // A hash of a lower cost would else tell by its time that there is somebody.
      const rest = Math.floor((workOf(cost) - workOf(used)) / workOf({ ...cost, p: 1 }))
      if (rest > 0) await derive(password, salt, { ...cost, p: rest })
      return hash !== null && derived.length === key.length && timingSafeEqual(derived, key)
    },
    isDated: (hash) => !hash.startsWith(prefix),
  }
}

const workOf = ({ log, r, p }: Cost) => 2 ** log * r * p

function read(hash: string): Cost & { readonly salt: string; readonly key: Buffer } {
  const parts = hash.split(':')
  if (parts[0] !== 'scrypt') return { ...oldCost, salt: parts[0] ?? '', key: Buffer.from(parts[1] ?? '', 'hex') }
  const [, log, r, p, salt = '', key = ''] = parts
  return { log: Number(log), r: Number(r), p: Number(p), salt, key: Buffer.from(key, 'hex') }
}

function derive(password: string, salt: string, { log, r, p }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: 2 ** log, r, p, maxmem: 256 * 2 ** log * r }
    scrypt(password.normalize('NFKC'), salt, 64, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
