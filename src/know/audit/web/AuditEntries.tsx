import { Button } from 'antd'
import { useId, useState } from 'react'
import { isUuid, shortId } from '../../../core/kit/id.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { AuditEntryAnswer } from '../audit.ts'
import { actorWords } from '../reading-words.ts'
import { sayEntry } from '../say-entry.ts'
import { EntryDetail } from './EntryDetail.tsx'

type Props = {
  readonly entries: readonly AuditEntryAnswer[]
  readonly label: string
  readonly onMore?: () => void
  readonly loadingMore?: boolean
}

/** Entries as sentences, newest first; each opens its before and after. */
export function AuditEntries({ entries, label, onMore, loadingMore }: Props) {
  const say = useSay()
  return (
    <>
      <ol className="rg-audit-list" aria-label={label}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {onMore ? (
        <div className="rg-list-foot">
          <Button onClick={onMore} loading={loadingMore ?? false}>
            {say({ zh: '更早的记录', en: 'Earlier entries' })}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function Entry({ entry }: { readonly entry: AuditEntryAnswer }) {
  const say = useSay()
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <li className="rg-audit-entry">
      <div className="rg-audit-line">
        <time className="rg-audit-when" dateTime={entry.at}>
          {format.dateTime(entry.at)}
        </time>
        <div className="rg-audit-words">
          <EntrySentence entry={entry} />
          <More entry={entry} />
        </div>
        <Button size="small" type="text" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
          {isOpen ? say({ zh: '收起', en: 'Less' }) : say({ zh: '详情', en: 'Details' })}
        </Button>
      </div>
      <div id={id} hidden={!isOpen} className="rg-audit-detail">
        {isOpen ? <EntryDetail entry={entry} /> : null}
      </div>
    </li>
  )
}

function EntrySentence({ entry }: { readonly entry: AuditEntryAnswer }) {
  const say = useSay()
  const format = useFormat()
  const name = entry.subjectName ?? (isUuid(entry.subject) ? shortId(entry.subject) : (entry.subject ?? ''))
  const known = actorWords[entry.actor]
  return (
    <Sentence
      words={sayEntry(entry)}
      parts={{
        who: known ? say(known) : entry.actorName,
        what: entry.label ? say(entry.label) : entry.action,
        kind: entry.entityLabel ? say(entry.entityLabel) : (entry.entity ?? ''),
        subject: entry.to ? <GoLink to={entry.to}>{name}</GoLink> : name,
        n: format.count(entry.records),
      }}
    />
  )
}

/** Which fields, why, and how often, in the same line. */
function More({ entry }: { readonly entry: AuditEntryAnswer }) {
  const say = useSay()
  const format = useFormat()
  const fields = entry.fields.map(({ name, label }) => (label ? say(label) : name))
  return (
    <>
      {fields.length > 0 ? (
        <span className="rg-audit-more">
          {say({ zh: '，改了', en: ' · ' })}
          {fields.slice(0, 5).join(say({ zh: '、', en: ', ' }))}
          {fields.length > 5 ? say({ zh: '等，另有 {n} 项', en: ' and {n} more' }, { n: fields.length - 5 }) : ''}
        </span>
      ) : null}
      {entry.kind === 'refusal' && (entry.records ?? 1) > 1 ? (
        <span className="rg-audit-more">{say({ zh: '（{n} 次）', en: ' ({n} times)' }, { n: format.count(entry.records) })}</span>
      ) : null}
      {entry.reason ? (
        <span className="rg-audit-more">{say({ zh: '　理由：{why}', en: ' · Reason: {why}' }, { why: entry.reason })}</span>
      ) : null}{' '}
      {entry.details['minor'] === true ? <Badge tone="attention">{say({ zh: '未成年人', en: 'A minor' })}</Badge> : null}
      {entry.outcome === 'refused' ? <Badge tone="attention">{say({ zh: '已拒绝', en: 'Refused' })}</Badge> : null}
    </>
  )
}
