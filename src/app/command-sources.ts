import type { CommandSource } from './shell/command-source.ts'

/** What the command palette can find besides pages, in the order shown. */
export const commandSources: readonly CommandSource[] = []
