import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { RecordList } from '../../../pages/record-list/RecordList.tsx'
import type { RecordRow } from '../../../pages/record-list/RecordTable.tsx'
import { useGo } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Empty } from '../../../ui/States.tsx'
import { deleteView, listViews, saveView } from '../../views/views.ts'
import { kindNamed } from '../interaction-kinds.ts'

const views = { list: listViews, save: saveView, remove: deleteView }

/** Everybody's interactions with all customers: searched, filtered, kept as views. */
export function InteractionsPage() {
  const say = useSay()
  const go = useGo()
  const untitled = (row: RecordRow) => say(kindNamed(String(row['kind']))?.label ?? { zh: '互动', en: 'Interaction' })
  return (
    <Page
      wide
      title={{ zh: '我们和客户说了什么？', en: 'What did we say to customers?' }}
      actions={
        <Button type="primary" icon={<EditOutlined />} onClick={() => go('/log')}>
          {say({ zh: '记一笔', en: 'Log' })}
        </Button>
      }
    >
      <RecordList
        entity="interaction"
        linkTo={(row) => `/customers/${String(row['customerId'])}`}
        untitled={untitled}
        views={views}
        searchLabel={{ zh: '内容、下一步、对方、地点', en: 'What was said, next step, with whom, where' }}
        empty={
          <Empty
            title={{ zh: '还没有互动记录', en: 'No interactions yet' }}
            hint={{
              zh: '打完电话、拜访回来，点两下就记好：选客户，点方式，保存。',
              en: 'After a call or a visit two taps suffice: choose the customer, tap the kind, save.',
            }}
            next={{ label: { zh: '记一笔', en: 'Log an interaction' }, to: '/log' }}
          />
        }
      />
    </Page>
  )
}
