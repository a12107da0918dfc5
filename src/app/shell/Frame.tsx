import { Outlet } from '@tanstack/react-router'
import { Suspense, useCallback, useState } from 'react'
import { ReferenceNames } from '../../fields/reference/web/reference-names.ts'
import { usePath } from '../../ui/address.tsx'
import { useSay } from '../../ui/language.tsx'
import { mayOpen, ReaderProvider } from '../../ui/reader.tsx'
import { ShopProvider } from '../../ui/shop.tsx'
import { Loading } from '../../ui/States.tsx'
import { useFocusBack } from '../../ui/use-focus-back.ts'
import { useFocusPage } from '../../ui/use-focus-page.ts'
import { useReachLayers } from '../../ui/use-reach-layers.ts'
import { nameReference } from './KnownName.tsx'
import { QuietBanner } from '../backups/web/QuietBanner.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { Header } from './Header.tsx'
import { Navigation } from './Navigation.tsx'
import { pageAt, placeOf } from './page-at.ts'
import { PagesProvider, usePages } from './pages-context.tsx'
import { PhoneBar } from './PhoneBar.tsx'
import type { Session } from './session.ts'
import { useMyRights } from './use-my-rights.ts'
import { ErrorBoundary } from './Trouble.tsx'

/** What stands round every page of somebody who is signed in. */
export function Frame(props: { readonly session: Session }) {
  const say = useSay()
  const path = usePath()
  const [searching, setSearching] = useState(false)
  const role = props.session.user?.role ?? 'member'
  const pages = usePages()
  useFocusBack()
  useFocusPage(path)
  useReachLayers()
  const { rights, isLoading } = useMyRights()
  const allowed = pages.filter((page) => mayOpen(role, rights, page))
  const reaches = useCallback(
    (path: string) => {
      const found = pageAt(pages, path)
      return found !== null && mayOpen(role, rights, placeOf(found.page, found.id))
    },
    [pages, role, rights],
  )
  // For an instant; what is offered must not be taken back before the reader's eyes.
  if (isLoading) return <Loading rows={6} />
  return (
    <ShopProvider shop={props.session.shop}>
      <ReaderProvider role={role} rights={rights} reaches={reaches}>
        <a className="rg-skip" href="#content">
          {say({ zh: '跳到内容', en: 'Skip to the content' })}
        </a>
        <div className="rg-frame">
          <Header session={props.session} onSearch={() => setSearching(true)} />
          <Navigation pages={allowed} />
          <main id="content" className="rg-main" tabIndex={-1}>
            <QuietBanner />
            <ErrorBoundary key={path}>
              <PagesProvider pages={allowed}>
                <ReferenceNames value={nameReference}>
                  <Suspense fallback={<Loading rows={6} />}>
                    <Outlet />
                  </Suspense>
                </ReferenceNames>
              </PagesProvider>
            </ErrorBoundary>
          </main>
          <PhoneBar pages={allowed} />
        </div>
        <CommandPalette pages={allowed} open={searching} onOpen={setSearching} />
      </ReaderProvider>
    </ShopProvider>
  )
}
