import { RecordList } from '../../../pages/record-list/RecordList.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty } from '../../../ui/States.tsx'
import { useRecordCount } from '../../../pages/record-list/RecordCount.tsx'
import { contactsSearch } from '../contacts-address.ts'

/** The people at all companies. A line leads to the company. */
export function ContactsPage() {
  return (
    <Page wide title={{ zh: '企业里找谁？', en: 'Whom do we know at companies?' }} answer={<Answer />}>
      <RecordList
        entity="contact"
        linkTo={(row) => `/customers/${String(row['customerId'])}`}
        searchLabel={{ zh: '姓名、拼音、企业、手机尾号', en: 'Name, pinyin, company, end of a phone' }}
        empty={
          <Empty
            title={{ zh: '还没有联系人', en: 'No contacts yet' }}
            hint={{ zh: '打开一家企业客户，在“联系人”里添加。', en: 'Open a customer that is a company and add people under “Contacts”.' }}
            next={{
              label: { zh: '看看企业客户', en: 'See the companies' },
              to: '/customers',
              search: { rule: { field: 'kind', op: 'is', value: 'company' } },
            }}
          />
        }
      />
    </Page>
  )
}

function Answer() {
  const format = useFormat()
  const [search] = useSearchState(contactsSearch)
  const count = useRecordCount('contacts', { rule: search.rule, search: search.search })
  if (!count.data || count.data.count === 0) return null
  return (
    <Sentence
      words={{ zh: '共有 {n} 位联系人。', en: 'There {n|is|are} {n} {n|contact|contacts}.' }}
      parts={{ n: format.count(count.data.count) }}
    />
  )
}
