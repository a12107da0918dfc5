import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import {
  type ContactKind,
  type ContactToken,
  contactTokenText,
  isContactKind,
  maskContact,
  replaceContactTokens,
} from '../../core/kit/contact-token.ts'
import { draftText, type SealedParts, sealedText } from '../../core/kit/sealed-text.ts'
import { Problem } from '../../core/kit/problem.ts'
import { addToRing, type KeyPlace, type KeyRing, makeRing, proofOf, readRing } from './key-ring.ts'

/** A person's key as it is kept, and the version of the key that it is wrapped under. */
export type Wrapped = { readonly wrapped: Buffer; readonly version: number }

/**
 * All that the keys do, without a database. AES-256-GCM with random nonces of 96 bits; blind indexes are HMAC-SHA-256 under
 * a key of their own, cut to 128 bits of a whole value and to 48 of four characters.
 */
export type Sealing = {
  /** The version that persons' keys are wrapped under from now on. */
  version(): number
  /** Under the newest version. */
  wrap(customerId: string, key: Buffer): Wrapped
  /** @throws Problem sealing.altered, sealing.keys-missing for a version that the ring does not have */
  unwrap(customerId: string, wrapped: Wrapped): Buffer
  /** The text, bound to its customer and field, sealed under the customer's key. */
  seal(key: Buffer, customerId: string, field: string, text: string): string
  /** @throws Problem sealing.altered, of a box that is another customer's or field's or was changed */
  open(key: Buffer, customerId: string, field: string, parts: SealedParts): string
  /** A text that is nobody's, e.g. a cell of a row that was refused: `§2.<version>.<box>`, bound to what it is for. */
  sealLoose(purpose: string, text: string): string
  /** Anything else is returned as it is. @throws Problem sealing.altered */
  openLoose(purpose: string, sealed: string): string
  /** A contact detail, sealed: the same value gives the same text (core/kit/contact-token.ts). Left out, under the newest key. */
  token(kind: ContactKind, text: string, version?: number): string
  /** The same contact detail under the key of this version; one that is under it already, or that was altered, is returned as it is. */
  renewContact(token: ContactToken, version: number): string
  /** The text with the contact details in it under each key that is known; nothing where it holds none. */
  contactForms(text: string): string[]
  /** The text with all sealed contact details in it opened, or by their masks; one that was altered reads `⚠`. */
  openContacts(text: string, written?: (opened: string) => string): string
  /** A new key of contact details, the first or of the version, wrapped under the newest version of the ring. */
  makeContactKey(contactVersion?: number): Wrapped
  /** The same key under the newest version of the ring. */
  rewrapContactKey(kept: Wrapped, contactVersion?: number): Wrapped
  /** From here on contact details are sealed with it, if no newer one is known, and opened. @throws Problem sealing.altered */
  takeContactKey(kept: Wrapped, contactVersion?: number): void
  /** Has it been taken? */
  knowsContactKey(contactVersion: number): boolean
  /** A value on its way, before it is known whose it will be. */
  draft(field: string, text: string): string
  blindIndex(field: string, normalised: string): string
  /** Of the last four characters; empty where there are not more than four. */
  lastFour(field: string, normalised: string): string
  /** The same of four characters that somebody typed. */
  blindOfFour(field: string, four: string): string
  /** By which each version of the ring is known; 0 is the key of blind indexes. */
  proofs(): ReadonlyMap<number, string>
  /** Is there a ring? */
  hasKeys(): boolean
  makeKeys(): void
  /** A new version, from which on keys are wrapped. */
  addVersion(): number
  /** Reads the ring again: another process may have put a newer key in. */
  reload(): void
  /** Where the keys are, for a sentence. */
  readonly place: string
}

/** Two ways of writing one value: full-width and half-width, large and small letters, with and without spaces around it. */
export const normalised = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

const idBytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
export const whoseText = (customerId: string): string => idBytes(customerId).toString('base64url')

/** `whose` of a sealed value as the customer's id. */
export function customerOf(whose: string): string {
  const hex = Buffer.from(whose, 'base64url').toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const nonceLength = 12
const tagLength = 16

/** To take the bytes of a key in takes several times as long as to use it. */
const taken = new WeakMap<Buffer, KeyObject>()
function asKey(bytes: Buffer): KeyObject {
  const known = taken.get(bytes) ?? createSecretKey(bytes)
  taken.set(bytes, known)
  return known
}

function encrypt(key: Buffer, bound: string, plain: Buffer, nonce = randomBytes(nonceLength)): Buffer {
  const cipher = createCipheriv('aes-256-gcm', asKey(key), nonce)
  cipher.setAAD(Buffer.from(bound))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function decrypt(key: Buffer, bound: string, box: Buffer): Buffer {
  const plain = decrypted(key, bound, box)
  if (!plain) throw new Problem('sealing.altered')
  return plain
}

/** The same of what may be under another key: null then. */
function decrypted(key: Buffer, bound: string, box: Buffer): Buffer | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', asKey(key), box.subarray(0, nonceLength), { authTagLength: tagLength })
    decipher.setAAD(Buffer.from(bound))
    decipher.setAuthTag(box.subarray(nonceLength, nonceLength + tagLength))
    return Buffer.concat([decipher.update(box.subarray(nonceLength + tagLength)), decipher.final()])
  } catch {
    return null
  }
}

const mac = (key: Buffer, text: string, bytes: number) => createHmac('sha256', asKey(key)).update(text).digest().subarray(0, bytes)
/** Of contact details in hexadecimal: their texts stand in keys that are written in small letters. */
const hmac = (key: Buffer, field: string, text: string, bytes: number) =>
  mac(key, text, bytes).toString(isContactKind(field) ? 'hex' : 'base64url')

/** What a box is bound to: it opens nowhere else. The blind indexes are in it, so that they cannot be exchanged alone. */
const boundTo = (customerId: string, field: string, blind: string, four: string) => `sealed 1\n${customerId}\n${field}\n${blind}\n${four}`
const keyBoundTo = (customerId: string, version: number) => `person key\n${customerId}\n${version}`

/**
 * Contact details have a nonce that follows from what is sealed: the same value is the same text, and no nonce ever meets two
 * values. Who has the database sees that two are equal, as the blind index shows too, and nothing else.
 */
type ContactKeys = { readonly box: Buffer; readonly nonce: Buffer }
const contactBoundTo = (kind: string, blind: string, four: string) => `contact 1\n${kind}\n${blind}\n${four}`
/** The first key of contact details is bound as it was when there was one alone. */
const contactKeyBoundTo = (version: number, contactVersion: number) =>
  contactVersion === 1 ? `contact key\n${version}` : `contact key ${contactVersion}\n${version}`

export function makeSealing(place: KeyPlace): Sealing {
  let kept: KeyRing | null = null
  const where = place.environment === null ? place.file : 'REGULARS_KEY'
  const ring = (): KeyRing => {
    kept ??= readRing(place)
    if (!kept) throw new Problem('sealing.keys-missing', { file: where })
    return kept
  }
  const keyOf = (version: number): Buffer => {
    if (!ring().keys.has(version)) kept = readRing(place)
    const key = ring().keys.get(version)
    if (!key) throw new Problem('sealing.keys-missing', { file: where })
    return key
  }
  const blindIndex = (field: string, text: string) => hmac(ring().blind, field, `whole\n${field}\n${normalised(text)}`, 16)
  const blindOfFour = (field: string, four: string) => hmac(ring().blind, field, `last four\n${field}\n${normalised(four)}`, 6)
  const lastFour = (field: string, text: string) => {
    const letters = [...normalised(text)]
    return letters.length > 4 ? blindOfFour(field, letters.slice(-4).join('')) : ''
  }
  /** By version, the newest first. */
  let contacts: readonly { readonly version: number; readonly keys: ContactKeys }[] = []
  const contactKeys = (version?: number): ContactKeys => {
    const found = version === undefined ? contacts[0] : contacts.find((each) => each.version === version)
    if (!found) throw new Problem('sealing.keys-missing', { file: where })
    return found.keys
  }
  const wrapContactKey = (key: Buffer, contactVersion: number): Wrapped => {
    const version = ring().current
    return { wrapped: encrypt(keyOf(version), contactKeyBoundTo(version, contactVersion), key), version }
  }
  const unwrapContactKey = ({ wrapped, version }: Wrapped, contactVersion: number) =>
    decrypt(keyOf(version), contactKeyBoundTo(version, contactVersion), wrapped)
  const sealContact = ({ box, nonce }: ContactKeys, kind: ContactKind, blind: string, four: string, text: string): string => {
    const sealed = encrypt(box, contactBoundTo(kind, blind, four), Buffer.from(text), mac(nonce, `${kind}\n${text}`, nonceLength))
    return contactTokenText({ kind, blind, four, box: sealed.toString('hex') })
  }
  /** Null where none of the keys opens it. */
  const openContact = ({ kind, blind, four, box }: ContactToken): { readonly text: string; readonly version: number } | null => {
    const [bound, bytes] = [contactBoundTo(kind, blind, four), Buffer.from(box, 'hex')]
    for (const { version, keys } of contacts) {
      const plain = decrypted(keys.box, bound, bytes)
      if (plain) return { text: plain.toString(), version }
    }
    return null
  }
  const renewContact = (token: ContactToken, version: number): string => {
    const [keys, was] = [contactKeys(version), contactTokenText(token)]
    const found = openContact(token)
    return found === null || found.version === version ? was : sealContact(keys, token.kind, token.blind, token.four, found.text)
  }
  return {
    place: where,
    token: (kind, given, version) => {
      const text = kind === 'wechat' ? given.trim().toLowerCase() : given
      return sealContact(contactKeys(version), kind, blindIndex(kind, text), kind === 'email' ? '' : lastFour(kind, text), text)
    },
    renewContact,
    openContacts: (text, written = (each) => each) =>
      replaceContactTokens(text, (token) => {
        const found = openContact(token)?.text
        if (found === undefined) return '⚠'
        return written(token.isMasked ? maskContact(token.kind, found) : found)
      }),
    contactForms: (text) =>
      text.includes('§3.') ? contacts.map(({ version }) => replaceContactTokens(text, (token) => renewContact(token, version))) : [],
    makeContactKey: (contactVersion = 1) => wrapContactKey(randomBytes(32), contactVersion),
    rewrapContactKey: (standing, contactVersion = 1) => wrapContactKey(unwrapContactKey(standing, contactVersion), contactVersion),
    takeContactKey: (standing, contactVersion = 1) => {
      const key = unwrapContactKey(standing, contactVersion)
      const taking = { version: contactVersion, keys: { box: mac(key, 'contact box', 32), nonce: mac(key, 'contact nonce', 32) } }
      contacts = [taking, ...contacts.filter((each) => each.version !== contactVersion)].toSorted((a, b) => b.version - a.version)
    },
    knowsContactKey: (contactVersion) => contacts.some((each) => each.version === contactVersion),
    version: () => ring().current,
    wrap: (customerId, key) => {
      const version = ring().current
      return { wrapped: encrypt(keyOf(version), keyBoundTo(customerId, version), key), version }
    },
    unwrap: (customerId, { wrapped, version }) => decrypt(keyOf(version), keyBoundTo(customerId, version), wrapped),
    seal: (key, customerId, field, text) => {
      const [blind, four] = [blindIndex(field, text), lastFour(field, text)]
      const box = encrypt(key, boundTo(customerId, field, blind, four), Buffer.from(text)).toString('base64url')
      return sealedText({ whose: whoseText(customerId), blind, four, box })
    },
    open: (key, customerId, field, { whose, blind, four, box }) => {
      if (whose !== whoseText(customerId)) throw new Problem('sealing.altered')
      return decrypt(key, boundTo(customerId, field, blind, four), Buffer.from(box, 'base64url')).toString()
    },
    sealLoose: (purpose, text) => {
      const version = ring().current
      return `§2.${version}.${encrypt(keyOf(version), `loose\n${purpose}`, Buffer.from(text)).toString('base64url')}`
    },
    openLoose: (purpose, sealed) => {
      const [, version, box] = /^§2\.(\d+)\.([\w-]{38,})$/.exec(sealed) ?? []
      if (version === undefined || box === undefined) return sealed
      return decrypt(keyOf(Number(version)), `loose\n${purpose}`, Buffer.from(box, 'base64url')).toString()
    },
    draft: (field, text) => draftText({ blind: blindIndex(field, text), four: lastFour(field, text), text }),
    blindIndex,
    lastFour,
    blindOfFour,
    proofs: () => new Map([[0, proofOf(ring().blind)], ...[...ring().keys].map(([version, key]) => [version, proofOf(key)] as const)]),
    hasKeys: () => (kept ??= readRing(place)) !== null,
    makeKeys: () => void (kept = makeRing(place)),
    addVersion: () => (kept = addToRing(place, ring())).current,
    reload: () => void (kept = readRing(place) ?? kept),
  }
}
