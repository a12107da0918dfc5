import { createContext, type ReactNode } from 'react'

/** Draws what a record is called that another points to, e.g. a customer by name; null where it has no name for such. */
export type NameReference = (to: string, id: string) => ReactNode

/** Whoever knows the records gives it. */
export const ReferenceNames = createContext<NameReference>(() => null)
