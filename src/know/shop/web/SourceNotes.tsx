import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { listSourceNotes } from '../../sources/actions.ts'

const shown = 10

/** The newest messages of a source that were refused or kept only in part, and why. */
export function SourceNotes({ id, waiting }: { readonly id: string; readonly waiting: number }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(listSourceNotes, { id })
  return (
    <>
      <p className="rg-note">
        {say(
          {
            zh: '{n} 条行为来自还不知道是谁的访客；认出来后会并入客户。',
            en: '{n} facts are of visitors whom nobody has named yet; they join the customer who turns out to be meant.',
          },
          { n: format.count(waiting) },
        )}
      </p>
      <Answered of={asked} rows={2}>
        {({ notes }) => (
          <ul>
            {notes.length === 0 ? <li>{say({ zh: '没有问题消息。', en: 'No trouble.' })}</li> : null}
            {notes.slice(0, shown).map((note) => (
              <li key={note.id}>
                {format.dateTime(note.at)} · {say(note.words)}
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </>
  )
}
