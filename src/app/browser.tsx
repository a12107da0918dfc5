import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { AnswersProvider, makeAnswers } from '../ui/data.tsx'
import { LanguageProvider } from '../ui/language.tsx'
import { ThemeProvider } from '../ui/theme.tsx'
import '../ui/ui.css'
import { pages } from './pages.tsx'
import './shell/shell.css'
import { PagesProvider } from './shell/pages-context.tsx'
import { ProveDialog } from './shell/ProveDialog.tsx'
import { makeRouter } from './shell/router.tsx'
import { sessionKey } from './shell/session.ts'
import { leaveWithOthers } from './shell/sign-in.ts'

const router = makeRouter(pages)
const answers = makeAnswers(() => void answers.invalidateQueries({ queryKey: sessionKey }))

leaveWithOthers()

/** After an upgrade the parts of an old page are gone from the server: load the new page, once. */
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('regulars.reloaded') ?? 0)
  if (performance.timeOrigin - last < 10_000) return
  sessionStorage.setItem('regulars.reloaded', String(performance.timeOrigin))
  location.reload()
})

const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <LanguageProvider>
        <ThemeProvider>
          <AnswersProvider answers={answers}>
            <PagesProvider pages={pages}>
              <ProveDialog>
                <RouterProvider router={router} />
              </ProveDialog>
            </PagesProvider>
          </AnswersProvider>
        </ThemeProvider>
      </LanguageProvider>
    </StrictMode>,
  )
}
