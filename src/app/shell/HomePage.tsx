import { useSay } from '../../ui/language.tsx'
import { Page } from '../../ui/Page.tsx'
import { usePages } from './pages-context.tsx'
import { GoLink } from '../../ui/address.tsx'
import { groupWords } from './page-entry.ts'

const rooms = ['know', 'understand', 'act', 'learn'] as const

/** The way in: the loop, and the pages of each of its rooms. */
export function HomePage() {
  const say = useSay()
  const pages = usePages()
  return (
    <Page title={{ zh: '今天该看什么？', en: 'What needs attention today?' }}>
      <ol className="rg-loop">
        {rooms.map((room) => (
          <li key={room} className="rg-loop-room">
            <h2>{say(groupWords[room].label)}</h2>
            <p>{say(groupWords[room].hint)}</p>
            <ul>
              {pages
                .filter((page) => page.group === room && page.inMenu)
                .map((page) => (
                  <li key={page.path}>
                    <GoLink to={page.path}>{say(page.label)}</GoLink>
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ol>
    </Page>
  )
}
