import { Drawer } from 'antd'
import { AttachedFiles } from '../../../pages/files/AttachedFiles.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty } from '../../../ui/States.tsx'
import { actOptions, sayAct, sayChannel, sayHow } from '../consent.ts'
import type { ConsentRecordLine, Consents } from './consent-web.ts'

/** Every record with its words and its proof, latest first. Nothing here can be changed. */
export function ConsentHistory({
  consents,
  open,
  onClose,
}: {
  readonly consents: Consents
  readonly open: boolean
  readonly onClose: () => void
}) {
  const say = useSay()
  return (
    <Drawer open={open} onClose={onClose} size={560} title={say({ zh: '同意记录', en: 'Records of consent' })}>
      <p className="rg-quiet">
        {say({ zh: '记录只增不改；撤回也是新的一条。', en: 'Records are only added to; a withdrawal is one more.' })}
        {consents.more ? say({ zh: ' 这里是最近 200 条。', en: ' These are the latest 200.' }) : ''}
      </p>
      {consents.records.length === 0 ? (
        <Empty small title={{ zh: '还没有记录', en: 'No records yet' }} />
      ) : (
        <ol className="rg-consent-history">
          {consents.records.map((record) => (
            <RecordLine key={record.id} record={record} consents={consents} />
          ))}
        </ol>
      )}
    </Drawer>
  )
}

function RecordLine({ record, consents }: { readonly record: ConsentRecordLine; readonly consents: Consents }) {
  const say = useSay()
  const format = useFormat()
  const purpose = consents.purposes.find(({ code }) => code === record.purpose)
  const tone = actOptions.find(({ value }) => value === record.state)?.tone ?? 'neutral'
  const from = [record.byWhom, record.place, record.ip].filter((part) => part !== null && part !== '')
  return (
    <li>
      <div className="rg-consent-record-head">
        <Badge tone={tone}>{say(sayAct(record.state))}</Badge>
        <strong>{purpose ? say(purpose.name) : record.purpose}</strong>
        <span>{say(sayChannel(record.channel))}</span>
        <time dateTime={record.at}>{format.dateTime(record.at)}</time>
      </div>
      <div className="rg-consent-record-how">
        {say(sayHow(record.how))}
        {from.length > 0 ? ` · ${from.join(' · ')}` : ''}
        {record.address ? ` · ${record.address}` : ''}
      </div>
      <RecordDetails record={record} />
    </li>
  )
}

function RecordDetails({ record }: { readonly record: ConsentRecordLine }) {
  const say = useSay()
  const format = useFormat()
  const { language } = useLanguage()
  const { guardian, wording, version } = record
  const shownIn = record.language === 'en' || record.language === 'zh' ? record.language : language
  return (
    <>
      {wording ? (
        <blockquote>
          {wording[shownIn]} <small>{say({ zh: '第 {n} 版', en: 'version {n}' }, { n: version ?? '' })}</small>
        </blockquote>
      ) : null}
      {record.counts ? null : (
        <div>
          <Badge tone="attention">{say({ zh: '未成年人自己的同意，不算数', en: 'A child’s own yes: it does not count' })}</Badge>
        </div>
      )}
      {guardian ? (
        <div className="rg-consent-record-how">
          {say(
            { zh: '监护人 {name}（{relation}），{contact}；证明：{proof}', en: 'Guardian {name} ({relation}), {contact}; proof: {proof}' },
            guardian,
          )}
        </div>
      ) : null}
      {record.validUntil ? (
        <div className="rg-consent-record-how">
          {say({ zh: '有效至 {day}', en: 'good until {day}' }, { day: format.date(record.validUntil) })}
        </div>
      ) : null}
      {record.note ? <div className="rg-consent-record-how">{record.note}</div> : null}
      <AttachedFiles files={record.evidence} />
    </>
  )
}
