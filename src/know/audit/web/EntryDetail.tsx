import { useSay } from '../../../ui/language.tsx'
import { sayMeans } from '../../account/say-means.ts'
import type { AuditEntryAnswer } from '../audit.ts'
import { sourceWords } from '../reading-words.ts'

/** Before and after as a small table; from where, by what, why. */
export function EntryDetail({ entry }: { readonly entry: AuditEntryAnswer }) {
  const say = useSay()
  return (
    <>
      {entry.erased ? (
        <p className="rg-audit-more">
          {say({ zh: '这位客户的资料已删除，改动前后的值也随之删去。', en: 'This person was erased, and the values with them.' })}
        </p>
      ) : null}
      {entry.fields.length > 0 ? <Changes fields={entry.fields} /> : entry.sent.length > 0 ? <Sent sent={entry.sent} /> : null}
      <Facts entry={entry} />
    </>
  )
}

function Changes({ fields }: { readonly fields: AuditEntryAnswer['fields'] }) {
  const say = useSay()
  return (
    <table className="rg-audit-values">
      <thead>
        <tr>
          <th scope="col">{say({ zh: '字段', en: 'Field' })}</th>
          <th scope="col">{say({ zh: '改动前', en: 'Before' })}</th>
          <th scope="col">{say({ zh: '改动后', en: 'After' })}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, label, before, after }) => (
          <tr key={name}>
            <th scope="row">{label ? say(label) : name}</th>
            <td className="rg-audit-before">{shown(before)}</td>
            <td>{shown(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Sent({ sent }: { readonly sent: AuditEntryAnswer['sent'] }) {
  const say = useSay()
  return (
    <table className="rg-audit-values">
      <tbody>
        {sent.map(({ name, label, value }) => (
          <tr key={name}>
            <th scope="row">{label ? say(label) : name}</th>
            <td>{shown(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const longest = 600

/** A value as it was kept; what is long is cut, and says so by its dots. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function Facts({ entry }: { readonly entry: AuditEntryAnswer }) {
  const say = useSay()
  const { at, why, address, agent, source, reason, actor, details } = entry
  const parts: unknown = details['parts']
  const means: unknown = details['means']
  const facts: readonly (readonly [{ zh: string; en: string }, string | null])[] = [
    [{ zh: '时刻', en: 'Instant' }, at],
    [{ zh: '原因', en: 'Why' }, why ? say(why) : null],
    [{ zh: '理由', en: 'Reason' }, reason],
    [
      { zh: '来自', en: 'From' },
      [address, source === null ? null : say(sourceWords[source] ?? { zh: source, en: source })]
        .filter((part) => part !== null)
        .join(' · ') || null,
    ],
    [{ zh: '登录方式', en: 'By' }, typeof means === 'string' ? say(sayMeans(means, details['strong'] === true)) : null],
    [{ zh: '设备', en: 'Agent' }, agent],
    [{ zh: '看了', en: 'Parts' }, Array.isArray(parts) ? parts.join(', ') : null],
    [{ zh: '账号', en: 'Account' }, actor],
    [{ zh: '编号', en: 'Entry' }, entry.id],
  ]
  return (
    <dl className="rg-audit-facts">
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name.en}>
            <dt>{say(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
