import { createContext, type ReactNode, useContext } from 'react'
import { mayRun, type Role } from '../core/action/action.ts'

/** What the reader may do by name, and which kinds of records may be exported; null until it is known. */
export type ReaderRights = {
  /** Roles of the firm's own stand in the place of the standing one. */
  readonly limited: boolean
  readonly actions: ReadonlySet<string>
  readonly exports: ReadonlySet<string>
}

type Reader = {
  readonly role: Role
  readonly rights: ReaderRights | null
  /** Whether a path leads to a page that they may open. */
  readonly reaches: (path: string) => boolean
}

const ReaderContext = createContext<Reader>({ role: 'member', rights: null, reaches: () => true })

/** Who reads, as far as pages need it: what they may do decides what is offered. What may be done is decided by the server. */
export function ReaderProvider({ children, ...reader }: Reader & { readonly children: ReactNode }) {
  return <ReaderContext value={reader}>{children}</ReaderContext>
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

/** Is what the reader sees narrowed by a role of the firm's own? */
export const useIsLimited = (): boolean => useContext(ReaderContext).rights?.limited === true

type Place = { readonly role?: Role | undefined; readonly needs?: string | undefined }

/** Is a page or a tab of use to this reader? Those who are limited go by what it needs, all others by the role too. */
export function mayOpen(role: Role, rights: ReaderRights | null, place: Place): boolean {
  if (!rights) return mayRun(role, place.role ?? 'member')
  const has = place.needs === undefined || rights.actions.has(place.needs)
  return rights.limited && place.needs !== undefined ? has : has && mayRun(role, place.role ?? 'member')
}

/** The same for who reads. */
export function useMayOpen(): (place: Place) => boolean {
  const { role, rights } = useContext(ReaderContext)
  return (place) => mayOpen(role, rights, place)
}

/** Does a path lead to a page that the reader may open? */
export const useReaches = (): ((path: string) => boolean) => useContext(ReaderContext).reaches

/** May the reader take records of this kind away as a file? Null is no kind of its own. */
export function useMayExport(kind: string | null): boolean {
  const reader = useContext(ReaderContext)
  if (kind === null) return true
  return reader.rights ? reader.rights.exports.has(kind) : mayRun(reader.role, 'manager')
}
