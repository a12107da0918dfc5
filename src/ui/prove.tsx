import { createContext, useContext } from 'react'

/**
 * Asks the reader to prove anew who they are, for what is sensitive; the shell hands in how. Answers whether they did.
 * `useAct` calls it by itself when the server wants a fresh proof, and then repeats what was to be done.
 */
const ProveContext = createContext<() => Promise<boolean>>(async () => false)

export const ProveProvider = ProveContext.Provider

export const useProve = () => useContext(ProveContext)
