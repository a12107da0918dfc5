import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Answered } from '../../../ui/States.tsx'
import { listAudit } from '../audit.ts'
import { AuditEntries } from './AuditEntries.tsx'
import './audit.css'
import '../../../pages/pages.css'

/** Who changed what of this customer, for those who may read the audit. */
export function CustomerHistory({ customerId }: { readonly customerId: string }) {
  return useMayDo(listAudit) ? <History customerId={customerId} /> : null
}

function History({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(listAudit, { subject: customerId, kind: 'change', limit: 5 })
  return (
    <Section
      title={{ zh: '改动历史', en: 'History of changes' }}
      actions={
        <GoLink to="/audit" search={{ subject: customerId }}>
          {say({ zh: '全部，含谁看过', en: 'All, and who read it' })}
        </GoLink>
      }
    >
      <Answered of={asked}>
        {({ entries }) =>
          entries.length === 0 ? (
            <p className="rg-audit-more">{say({ zh: '建档以来没有人手改动过。', en: 'Nobody has changed anything by hand.' })}</p>
          ) : (
            <AuditEntries entries={entries} label={say({ zh: '改动历史', en: 'History of changes' })} />
          )
        }
      </Answered>
    </Section>
  )
}
