import { createContext, type ReactNode, useContext } from 'react'
import { mayRun, type Role } from '../core/action/action.ts'

/** What the reader may do by name, and which kinds of records may be exported; null until it is known. */
export type ReaderRights = { readonly actions: ReadonlySet<string>; readonly exports: ReadonlySet<string> }

type Reader = { readonly role: Role; readonly rights: ReaderRights | null }

const ReaderContext = createContext<Reader>({ role: 'member', rights: null })

/** Who reads, as far as pages need it: what they may do decides what is offered. What may be done is decided by the server. */
export function ReaderProvider(props: { readonly role: Role; readonly rights?: ReaderRights | null; readonly children: ReactNode }) {
  return <ReaderContext value={{ role: props.role, rights: props.rights ?? null }}>{props.children}</ReaderContext>
}

/** May the reader do what this role may? Where an action stands behind it, ask `useMayDo`, which knows roles of the firm's own too. */
export function useMay(needed: Role): boolean {
  return mayRun(useContext(ReaderContext).role, needed)
}

/** Is this action or question open to the reader at all? By the standing role until their rights are known. */
export function useMayDo({ name, role }: { readonly name: string; readonly role: Role }): boolean {
  const reader = useContext(ReaderContext)
  return reader.rights ? reader.rights.actions.has(name) : mayRun(reader.role, role)
}

/** May the reader take records of this kind away as a file? Null is no kind of its own. */
export function useMayExport(kind: string | null): boolean {
  const reader = useContext(ReaderContext)
  if (kind === null) return true
  return reader.rights ? reader.rights.exports.has(kind) : mayRun(reader.role, 'manager')
}
