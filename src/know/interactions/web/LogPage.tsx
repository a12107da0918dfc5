import { FieldCell } from '../../../fields/web/inputs.tsx'
import { SearchBox } from '../../../pages/record-list/SearchBox.tsx'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { GoLink, useSearchState } from '../../../ui/address.tsx'
import { type Row, useList } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { customer } from '../../customers/customer.ts'
import { logSearch } from '../interactions-address.ts'
import './interactions.css'

/** With whom was it? Their page then opens with the form. */
export function LogPage() {
  const say = useSay()
  const [search, setSearch] = useSearchState(logSearch)
  const found = useList('customers', { search: search.search, limit: 20, fields: ['name', 'phone', 'email', 'code', 'city'] })
  const rows = found.data?.pages[0]?.rows
  return (
    <Page title={{ zh: '和哪位客户？', en: 'With which customer?' }}>
      <Section>
        <SearchBox
          value={search.search}
          onSearch={(text) => setSearch({ search: text })}
          label={say({ zh: '姓名、拼音、手机尾号、邮箱', en: 'Name, pinyin, end of a phone, e-mail' })}
        />
        {rows ? (
          rows.length === 0 ? (
            <Empty
              small
              title={search.search ? { zh: '没有找到这位客户', en: 'No such customer' } : { zh: '还没有客户', en: 'No customers yet' }}
              next={{ label: { zh: '新建客户', en: 'New customer' }, to: '/customers', search: { new: true } }}
            />
          ) : (
            <ul className="rg-log-customers">
              {rows.map((row) => (
                <li key={String(row['id'])}>
                  <GoLink to={`/customers/${String(row['id'])}`} search={{ log: 'new' }}>
                    <strong>{nameOfCustomer(row)}</strong>
                    <span>
                      {row['phone'] ? (
                        <FieldCell field={customer.fields.phone} value={row['phone']} />
                      ) : (
                        textOf(row, ['email', 'code', 'city'])
                      )}
                    </span>
                  </GoLink>
                </li>
              ))}
            </ul>
          )
        ) : found.error ? (
          <ErrorState error={found.error} retry={found.refetch} />
        ) : (
          <Loading rows={6} />
        )}
      </Section>
    </Page>
  )
}

/** The first of these fields that holds something. */
function textOf(row: Row, names: readonly string[]): string {
  const values = names.map((name) => row[name])
  return values.find((value) => typeof value === 'string' && value !== '')?.toString() ?? '—'
}
