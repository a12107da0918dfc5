import { createContext, type ReactNode, useContext } from 'react'
import type { PageEntry } from './page-entry.ts'

const PagesContext = createContext<readonly PageEntry[]>([])

/** Hands the list of pages down, so that a page of the list may show the list. */
export function PagesProvider(props: { readonly pages: readonly PageEntry[]; readonly children: ReactNode }) {
  return <PagesContext value={props.pages}>{props.children}</PagesContext>
}

/** The pages that this reader may open, in the order of the menu. */
export function usePages(): readonly PageEntry[] {
  return useContext(PagesContext)
}
