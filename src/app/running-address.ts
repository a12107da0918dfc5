import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const fileIn = (dataFolder: string) => join(dataFolder, 'address.txt')

/**
 * Tells whoever makes a sign-in link beside the running program where people reach it. A full disk is no reason not to run: the link
 * then leads to the usual port.
 */
export async function keepAddress(dataFolder: string, url: string): Promise<void> {
  await writeFile(fileIn(dataFolder), `${url}\n`).catch(() => {})
}

/** That of another program on the same folder stays. */
export async function forgetAddress(dataFolder: string, url: string): Promise<void> {
  if ((await readAddress(dataFolder)) === url) await rm(fileIn(dataFolder), { force: true }).catch(() => {})
}

/** @returns the address of the program that runs on this folder, or was killed on it; null where none does */
export async function readAddress(dataFolder: string): Promise<string | null> {
  const kept = await readFile(fileIn(dataFolder), 'utf8').catch(() => '')
  return URL.canParse(kept.trim()) ? kept.trim() : null
}
