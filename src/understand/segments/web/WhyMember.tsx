import { useState } from 'react'
import { ExplainedTree } from '../../../pages/ExplainedTree.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Answered } from '../../../ui/States.tsx'
import { explainMembership } from '../questions.ts'

/** Each condition of the segment with what this customer has there; asked for when it is opened. */
export function WhyMember(props: { readonly customerId: string; readonly segmentId: string; readonly name: string }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const asked = useAsk(explainMembership, { id: props.customerId, segment: props.segmentId }, { when: open })
  return (
    <details className="rg-why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {say({ zh: '为什么', en: 'Why' })}
        <span className="rg-hidden">{say({ zh: '在“{name}”里', en: ' in “{name}”' }, { name: props.name })}</span>
      </summary>
      {open ? (
        <Answered of={asked} rows={2}>
          {({ explained }) => <ExplainedTree rule={explained} />}
        </Answered>
      ) : null}
    </details>
  )
}
