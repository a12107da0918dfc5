import { createRootRoute, createRoute, createRouter, Navigate, Outlet, useRouter } from '@tanstack/react-router'
import { Suspense, useCallback, useEffect, useState } from 'react'
import { z } from 'zod'
import { usePath, usePathValue, useSearchState } from '../../ui/address.tsx'
import { readSearch } from '../../ui/read-search.ts'
import { Page } from '../../ui/Page.tsx'
import { useMayOpen } from '../../ui/reader.tsx'
import { ErrorState, Loading, NoPermission } from '../../ui/States.tsx'
import { EnterPage, JoinPage } from './LinkPages.tsx'
import { MustPage } from './MustPage.tsx'
import { leadsNowhere, placeOf } from './page-at.ts'
import type { PageEntry } from './page-entry.ts'
import { safePath } from './safe-path.ts'
import { type Session, useSession } from './session.ts'
import { SignInPage } from './SignInPage.tsx'
import { NotFoundPage } from './Trouble.tsx'
import { UnreadAddress } from './UnreadAddress.tsx'
import { WelcomePage } from './WelcomePage.tsx'
import { Within } from './Within.tsx'

/** Lets in who is signed in, and shows others the door that fits. */
function Inside() {
  const session = useSession()
  const path = usePath()
  const [must, setMust] = useState<'password' | 'second-factor' | null>(null)
  const [last, setLast] = useState<Session | null>(null)
  const forget = useCallback(() => setLast(null), [])
  if (session.data?.needsOwner) return <Navigate to="/welcome" replace />
  // Held until the reader is done: the session may say earlier that nothing is wanted any more.
  if (session.data?.user?.must && must === null) setMust(session.data.user.must)
  if (session.data?.user && must) return <MustPage must={must} onDone={() => setMust(null)} />
  if (session.data?.user && !session.data.user.must && session.data !== last) setLast(session.data)
  const shown = session.data?.user ? session.data : session.data && last
  if (shown) return <Within session={shown} isOver={shown !== session.data} onGone={forget} />
  if (session.data)
    return <Navigate to="/sign-in" search={path === '/' ? {} : { next: `${location.pathname}${location.search}` }} replace />
  if (session.error) return <ErrorState error={session.error} retry={session.refetch} />
  return <Loading rows={8} />
}

const doorSearch = z.object({
  next: z.string().optional(),
  /** A code is asked for: the password, or the provider, was right. */
  step: z.enum(['code']).optional(),
  /** Why the way by a provider ended here. */
  problem: z.string().max(100).optional(),
  provider: z.string().max(100).optional(),
})

/** The door: leads on who is signed in already, to where they wanted to go. */
function Door() {
  const session = useSession()
  const { history } = useRouter()
  const [search] = useSearchState(doorSearch)
  // The address as one came to the door: on the way out it changes under our feet, and must not send us elsewhere.
  const [next] = useState(search.next)
  const known = session.data?.user !== null && session.data?.user !== undefined
  useEffect(() => {
    if (known) history.replace(safePath(next))
  }, [known, next, history])
  if (session.data?.needsOwner) return <Navigate to="/welcome" replace />
  const { step, problem, provider } = search
  return known ? null : <SignInPage atCode={step === 'code'} next={safePath(next)} came={{ problem, provider }} />
}

/** The welcome is for the first owner: who opens its link later goes to the door. */
function Welcoming() {
  const session = useSession()
  if (session.isPending) return null
  if (session.data && !session.data.needsOwner) return <Navigate to={session.data.user ? '/' : '/sign-in'} replace />
  return <WelcomePage />
}

const root = createRootRoute({
  component: () => (
    <Suspense fallback={<Loading rows={8} />}>
      <Outlet />
    </Suspense>
  ),
})
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Inside })
const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: Door })
const welcome = createRoute({ getParentRoute: () => root, path: '/welcome', component: Welcoming })
const enter = createRoute({ getParentRoute: () => root, path: '/enter', component: EnterPage })
const join = createRoute({ getParentRoute: () => root, path: '/join', component: JoinPage })
const elsewhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFoundPage })

/** A page by its address is open to those who see it in the menu, and to nobody else. */
function Allowed({ page }: { readonly page: PageEntry }) {
  const PageBody = page.component
  const id = usePathValue('id')
  const mayOpen = useMayOpen()
  if (leadsNowhere(page, id)) return <NotFoundPage />
  if (mayOpen(placeOf(page, id)))
    return (
      <>
        {page.search ? <UnreadAddress schema={page.search} /> : null}
        <PageBody />
      </>
    )
  return (
    <Page title={page.label}>
      <NoPermission />
    </Page>
  )
}

function routeOf(page: PageEntry) {
  const search = page.search
  return createRoute({
    getParentRoute: () => inside,
    path: page.path,
    component: () => <Allowed page={page} />,
    ...(search ? { validateSearch: (raw: Record<string, unknown>) => readSearch(search, raw) } : {}),
  })
}

/** The addresses of the product: those of `pages`, and the doors before one is inside. */
export function makeRouter(pages: readonly PageEntry[]) {
  const routeTree = root.addChildren([inside.addChildren([...pages.map(routeOf), elsewhere]), signIn, welcome, enter, join])
  return createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true, defaultNotFoundComponent: NotFoundPage })
}
