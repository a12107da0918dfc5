import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const fileIn = (dataFolder: string) => join(dataFolder, 'address.txt')

/** Tells whoever makes a sign-in link beside the running program where people reach it. */
export async function keepAddress(dataFolder: string, url: string): Promise<void> {
  await writeFile(fileIn(dataFolder), `${url}\n`)
}

export async function forgetAddress(dataFolder: string): Promise<void> {
  await rm(fileIn(dataFolder), { force: true })
}

/** @returns the address of the program that runs on this folder, or was killed on it; null where none does */
export async function readAddress(dataFolder: string): Promise<string | null> {
  const kept = await readFile(fileIn(dataFolder), 'utf8').catch(() => '')
  return URL.canParse(kept.trim()) ? kept.trim() : null
}
