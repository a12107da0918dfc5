import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { listSourceNotes } from '../actions.ts'
import { RawMessage } from './LatestMessages.tsx'

const shown = 10
const everyMs = 5_000

/** The newest messages of a source that were refused or kept only in part, why, and as they came. */
export function SourceTrouble({ id }: { readonly id: string }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(listSourceNotes, { id }, { every: everyMs })
  return (
    <Section title={{ zh: '问题消息', en: 'Trouble' }}>
      <Answered of={asked} rows={2}>
        {({ notes }) =>
          notes.length === 0 ? (
            <p className="rg-note">{say({ zh: '没有问题消息。', en: 'No trouble.' })}</p>
          ) : (
            <ul className="rg-source-lines">
              {notes.slice(0, shown).map((note) => (
                <li key={note.id}>
                  <div className="rg-source-line">
                    <Badge tone={note.refused ? 'danger' : 'attention'}>
                      {note.refused ? say({ zh: '拒收', en: 'Refused' }) : say({ zh: '部分保存', en: 'Kept in part' })}
                    </Badge>
                    <span className="rg-sources-quiet">{format.dateTime(note.at)}</span>
                  </div>
                  <div>{say(note.words)}</div>
                  {note.compare.length > 1 ? (
                    <GoLink to="/customers/merge" search={{ ids: note.compare.join(',') }}>
                      {say({ zh: '比较这两位客户', en: 'Compare the two customers' })}
                    </GoLink>
                  ) : null}
                  {note.message === null ? null : <RawMessage message={note.message} />}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Section>
  )
}
