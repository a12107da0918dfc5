import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useCallback, useMemo } from 'react'
import type { z } from 'zod'
import { readAddress, readSearch } from './read-search.ts'

type Search = Readonly<Record<string, unknown>>
type GoOptions = { readonly search?: Search; readonly replace?: boolean }

/** Goes to a page: `go('/customers', { search: { stage: 'loyal' } })`. */
export function useGo(): (to: string, options?: GoOptions) => void {
  const navigate = useNavigate()
  return useCallback(
    (to, options = {}) => void navigate({ to, search: options.search ?? {}, replace: options.replace ?? false }),
    [navigate],
  )
}

/** The value of `$id` in this page's path, e.g. `usePathValue('id')`; empty where there is none. */
export function usePathValue(name: string): string {
  const values: Readonly<Record<string, unknown>> = useParams({ strict: false })
  const value = values[name]
  return typeof value === 'string' ? value : ''
}

/** The path in the address, e.g. `/customers`. */
export function usePath(): string {
  return useLocation({ select: (location) => location.pathname })
}

/**
 * State that lives in the address, so that every filter and tab is a link. `set` merges, `undefined` takes a key out;
 * it replaces the entry in the history unless `push` is set.
 */
export function useSearchState<S extends z.ZodObject>(schema: S) {
  const raw: Search = useLocation({ select: (location): Search => location.search })
  const navigate = useNavigate()
  const state = useMemo(() => readSearch(schema, raw), [schema, raw])
  const set = useCallback(
    (patch: Partial<z.input<S>>, options: { readonly push?: boolean } = {}) =>
      void navigate({ to: '.', search: (previous: Search) => ({ ...previous, ...patch }), replace: !options.push, resetScroll: false }),
    [navigate],
  )
  return [state, set] satisfies [unknown, unknown]
}

/** The keys of the address that this schema knows and that could not be read, and a way to take them out of it. */
export function useUnread(schema: z.ZodObject) {
  const raw: Search = useLocation({ select: (location): Search => location.search })
  const navigate = useNavigate()
  const unread = useMemo(() => readAddress(schema, raw).unread, [schema, raw])
  const takeOut = () => {
    const search = Object.fromEntries(Object.entries(raw).filter(([name]) => !unread.includes(name)))
    void navigate({ to: '.', search, replace: true, resetScroll: false })
  }
  return [unread, takeOut] satisfies [unknown, unknown]
}

/** A link to a page of the product. */
export function GoLink(props: {
  readonly to: string
  readonly search?: Search | undefined
  readonly className?: string
  readonly label?: string
  readonly onClick?: () => void
  readonly children: ReactNode
}) {
  return (
    <Link
      to={props.to}
      search={props.search ?? {}}
      className={props.className ?? 'rg-link'}
      aria-label={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </Link>
  )
}
