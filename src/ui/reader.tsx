import { createContext, type ReactNode, useContext } from 'react'
import { mayRun, type Role } from '../core/action/action.ts'

const ReaderContext = createContext<Role>('member')

/** Who reads, as far as pages need it: the role decides what is offered. What may be done is decided by the server. */
export function ReaderProvider(props: { readonly role: Role; readonly children: ReactNode }) {
  return <ReaderContext value={props.role}>{props.children}</ReaderContext>
}

/** May the reader do what this role may? */
export function useMay(needed: Role): boolean {
  return mayRun(useContext(ReaderContext), needed)
}
