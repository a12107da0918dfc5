import { Button } from 'antd'
import { useState } from 'react'
import { useAsk, useRecord } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useMay, useMayDo } from '../../../ui/reader.tsx'
import { Answered } from '../../../ui/States.tsx'
import { readOrganisation } from '../actions.ts'
import { assignOwner, claimFromPool, returnToPool } from '../owner-actions.ts'
import type { Colleague, Department } from '../staff.ts'
import { pathUp } from '../tree.ts'
import { OwnerModal } from './OwnerModal.tsx'
import { useClaim } from './OwnerTools.tsx'
import './staff.css'

/** Who looks after the customer; in the public pool anybody may claim them. */
export function CustomerOwner({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const record = useRecord('customers', customerId)
  const asked = useAsk(readOrganisation, {})
  const manages = useMay('manager')
  const claim = useClaim()
  const may = { give: useMayDo(assignOwner), claim: useMayDo(claimFromPool), back: useMayDo(returnToPool) }
  const [verb, setVerb] = useState<'give' | 'return' | null>(null)
  // Where the field is not shown to this reader there is nothing to say.
  if (record.data && !('owner' in record.data)) return null
  const owner = record.data?.['owner']
  return (
    <Section title={{ zh: '负责人', en: 'Owner' }}>
      <Answered of={asked} rows={1}>
        {({ people, departments }) => {
          const person = people.find((one) => one.id === owner)
          const mayGive = manages || !owner || person?.you === true
          return (
            <>
              <OwnerLine person={person} departments={departments} />
              <div className="rg-staff-tools">
                {owner || !may.claim ? null : (
                  <Button size="small" type="primary" loading={claim.isPending} onClick={() => claim.run([customerId])}>
                    {say({ zh: '领取', en: 'Claim' })}
                  </Button>
                )}
                {mayGive && may.give ? (
                  <Button size="small" onClick={() => setVerb('give')}>
                    {owner ? say({ zh: '改派', en: 'Hand on' }) : say({ zh: '指派', en: 'Assign' })}
                  </Button>
                ) : null}
                {mayGive && may.back && owner ? (
                  <Button size="small" onClick={() => setVerb('return')}>
                    {say({ zh: '退回公海', en: 'Return to the pool' })}
                  </Button>
                ) : null}
              </div>
            </>
          )
        }}
      </Answered>
      <OwnerModal open={verb !== null} verb={verb ?? 'give'} customerIds={[customerId]} onClose={() => setVerb(null)} />
    </Section>
  )
}

function OwnerLine({ person, departments }: { readonly person: Colleague | undefined; readonly departments: readonly Department[] }) {
  const say = useSay()
  if (!person) return <p className="rg-staff-owner">{say({ zh: '在公海，没有负责人', en: 'In the public pool, without an owner' })}</p>
  const where = pathUp(person.departmentId, departments)
    .toReversed()
    .map((one) => one.name)
    .join(' / ')
  return (
    <p className="rg-staff-owner">
      <strong>{person.name}</strong> {person.you ? <Badge>{say({ zh: '您', en: 'you' })}</Badge> : null}
      {person.disabled ? <Badge tone="attention">{say({ zh: '已停用', en: 'Disabled' })}</Badge> : null}
      <span className="rg-staff-quiet"> {[where, person.position].filter((text) => text).join(' · ')}</span>
    </p>
  )
}
