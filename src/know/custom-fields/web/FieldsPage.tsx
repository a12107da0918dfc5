import { PageTabs } from '../../../ui/PageTabs.tsx'
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ComponentType } from 'react'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { listCustomFields } from '../actions.ts'
import { fieldsSearch } from '../fields-address.ts'
import { FieldDrawer } from './FieldDrawer.tsx'
import { FieldList } from './FieldList.tsx'
import './fields-page.css'

const tabs = [
  { key: 'fields', label: { zh: '自定义字段', en: 'Fields of our own' } },
  { key: 'layouts', label: { zh: '页面布局', en: 'Layouts' } },
] as const

/** The firm's own fields, and where all fields stand. `Layouts` is the second tab. */
export function FieldsPage({ Layouts }: { readonly Layouts: ComponentType }) {
  const say = useSay()
  const [search, setSearch] = useSearchState(fieldsSearch)
  const asked = useAsk(listCustomFields, {})
  const shown = search.tab ?? 'fields'
  const open = (field: string | undefined) => setSearch({ field }, { push: true })
  const edited = asked.data?.fields.find((field) => field.id === search.field)
  const live = asked.data?.fields.filter((field) => field.retiredAt === null).length ?? 0
  return (
    <Page
      title={{ zh: '我们记录客户的什么？', en: 'What do we keep of customers?' }}
      answer={
        asked.data ? (
          <Sentence
            words={{
              zh: '除标准字段外，另有 {n} 个自定义字段；新字段立即出现在列表、表单、筛选、导入和接口中。',
              en: 'Beside the standard fields there {n|is|are} {n} of your own; a new one is at once in lists, forms, filters, imports and the API.',
            }}
            parts={{ n: String(live) }}
          />
        ) : null
      }
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>
          {say({ zh: '新建字段', en: 'New field' })}
        </Button>
      }
    >
      <PageTabs label={{ zh: '字段与布局', en: 'Fields and layouts' }} to="/fields" tabs={tabs} shown={shown} />
      {shown === 'layouts' ? (
        <Layouts />
      ) : (
        <Answered of={asked}>
          {({ fields }) =>
            fields.length === 0 ? (
              <Empty
                title={{ zh: '还没有自定义字段', en: 'No fields of your own yet' }}
                hint={{
                  zh: '例如“喜欢的茶”“会员卡种”“介绍人”。不用找开发人员，现在就能加。',
                  en: 'For example “favourite tea”, “kind of card”, “brought by”. No developer is needed.',
                }}
                next={{ label: { zh: '新建字段', en: 'New field' }, onClick: () => open('new') }}
              />
            ) : (
              <FieldList fields={fields} onOpen={open} />
            )
          }
        </Answered>
      )}
      <FieldDrawer
        key={search.field ?? 'none'}
        open={search.field === 'new' || edited !== undefined}
        field={edited ?? null}
        onClose={() => setSearch({ field: undefined })}
      />
    </Page>
  )
}
