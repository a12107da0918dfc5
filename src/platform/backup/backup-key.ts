import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../core/kit/problem.ts'

/** Crockford's alphabet: nothing in it is taken for something else when it is written down by hand. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const keyFile = 'backup.key'

/** The key that opens all backups of this installation: 32 bytes in the data folder, made on first need. */
export function readOrMakeBackupKey(dataFolder: string): Buffer {
  const file = join(dataFolder, keyFile)
  if (!existsSync(file)) writeFileSync(file, `${sayKey(randomBytes(32))}\n`, { mode: 0o600, flag: 'wx' })
  return readKey(readFileSync(file, 'utf8'))
}

/** After a restore the copy goes on with the key that opened it. */
export function writeBackupKey(dataFolder: string, key: Buffer): void {
  writeFileSync(join(dataFolder, keyFile), `${sayKey(key)}\n`, { mode: 0o600 })
}

/** As it is downloaded and written down: RG1 and groups of five letters, the last four of them a check. */
export function sayKey(key: Buffer): string {
  const text = encode(Buffer.concat([key, checkOf(key)]))
  return ['RG1', ...(text.match(/.{1,5}/g) ?? [])].join('-')
}

/**
 * Reads a key out of whatever holds one: the downloaded file with its explanations, or the key alone, in small letters
 * or with spaces too. @throws Problem backup.key-malformed
 */
export function readKey(text: string): Buffer {
  const found = /RG1[-\s]*((?:[0-9A-Za-z][-\s]*){56})/i.exec(text)?.[1] ?? ''
  const plain = found.toUpperCase().replaceAll(/[-\s]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const bytes = decode(plain)
  const key = bytes.subarray(0, 32)
  if (bytes.length !== 35 || !checkOf(key).equals(bytes.subarray(32))) throw new Problem('backup.key-malformed')
  return Buffer.from(key)
}

/** Eight letters by which a key and a backup are seen to belong together; they tell nothing of the key. */
export const keyMark = (key: Buffer) => deriveKey(key, 'mark').toString('hex').slice(0, 8)

/** A key of its own for each purpose. */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'regulars backup 1', purpose, 32))
}

const checkOf = (key: Buffer) => createHash('sha256').update('regulars backup key').update(key).digest().subarray(0, 3)

function encode(bytes: Buffer): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  const length = Math.ceil((bytes.length * 8) / 5)
  let text = ''
  for (let i = 0; i < length; i++) {
    text = (letters[Number(bits & 31n)] ?? '') + text
    bits >>= 5n
  }
  return text
}

/** Of 56 letters; anything else gives fewer bytes than a key has. */
function decode(text: string): Buffer {
  if (text.length !== 56) return Buffer.alloc(0)
  let bits = 0n
  for (const letter of text) {
    const value = letters.indexOf(letter)
    if (value < 0) return Buffer.alloc(0)
    bits = (bits << 5n) | BigInt(value)
  }
  return Buffer.from(bits.toString(16).padStart(70, '0'), 'hex')
}
