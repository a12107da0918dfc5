import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Answered } from '../../../ui/States.tsx'
import { addContactPoint, listContactPoints } from '../actions.ts'
import { pointKinds, sayKind } from '../contact-point.ts'
import { NewPoint } from './PointForm.tsx'
import { PointLine } from './PointLine.tsx'
import './contact-points.css'

/** All the ways to reach a customer, and what is known of each. */
export function CustomerPoints({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const mayAdd = useMayDo(addContactPoint)
  const [adding, setAdding] = useState(false)
  const asked = useAsk(listContactPoints, { id: customerId })
  return (
    <Section
      title={{ zh: '联系方式', en: 'Ways to reach them' }}
      nothing={asked.data?.points.length === 0 && !adding ? say({ zh: '还没有', en: 'None yet' }) : null}
      actions={
        mayAdd ? (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)} disabled={adding}>
            {say({ zh: '添加', en: 'Add' })}
          </Button>
        ) : null
      }
    >
      {adding ? <NewPoint customerId={customerId} onClose={() => setAdding(false)} /> : null}
      <Answered of={asked} rows={3}>
        {({ points }) =>
          pointKinds.map((kind) => {
            const own = points.filter((point) => point.kind === kind)
            if (own.length === 0) return null
            return (
              <div key={kind}>
                <h3 className="rg-points-kind">{say(sayKind(kind))}</h3>
                <ul className="rg-points">
                  {own.map((point) => (
                    <PointLine key={point.value} customerId={customerId} point={point} />
                  ))}
                </ul>
              </div>
            )
          })
        }
      </Answered>
    </Section>
  )
}
