import { Input, Pagination, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink, useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { listRecommendedProducts } from '../actions.ts'
import { likelyRule, recommendationsSearch } from '../recommendations-address.ts'
import { ProductDetail } from './ProductDetail.tsx'

type Listed = ReplyOf<typeof listRecommendedProducts>['products'][number]
const pageSize = 10

/** Each product with how many lists it stands in; one of them opened beside. */
export function ProductsSection({ madeAt }: { readonly madeAt: string }) {
  const say = useSay()
  const format = useFormat()
  const mayList = useMayDo(listRecommendedProducts)
  const [{ product, search = '' }, setSearch] = useSearchState(recommendationsSearch)
  const [page, setPage] = useState(1)
  const wanted = useRested(search.trim())
  const asked = useAsk(
    listRecommendedProducts,
    { limit: pageSize, offset: (page - 1) * pageSize, ...(wanted ? { search: wanted } : {}) },
    { when: mayList, keep: true },
  )
  const columns: TableColumnsType<Listed> = [
    {
      title: say({ zh: '商品', en: 'Product' }),
      render: (_, one) => (
        <GoLink to="/recommendations" search={{ product: one.code, ...(search ? { search } : {}) }} className="rg-product-link">
          {one.name}
        </GoLink>
      ),
    },
    { title: say({ zh: '买过', en: 'Bought by' }), render: (_, one) => format.count(one.buyers), align: 'right' },
    {
      title: say({ zh: '推荐给', en: 'Recommended to' }),
      render: (_, one) => (
        <GoLink to="/customers" search={{ rule: likelyRule(one.code) }}>
          {say({ zh: '{n} 位', en: '{n}' }, { n: format.count(one.listed) })}
        </GoLink>
      ),
      align: 'right',
    },
  ]
  return (
    <div className="rg-columns">
      <Section
        title={{ zh: '每个商品推荐给谁', en: 'Which product for whom' }}
        note={say({ zh: '截至 {at}', en: 'As of {at}' }, { at: format.dateTime(madeAt) })}
        actions={
          <Input.Search
            size="small"
            allowClear
            value={search}
            onChange={(event) => {
              setPage(1)
              setSearch({ search: event.target.value || undefined })
            }}
            aria-label={say({ zh: '找商品', en: 'Find a product' })}
            placeholder={say({ zh: '名称或编码', en: 'Name or code' })}
          />
        }
      >
        <Answered of={asked}>
          {({ products, total }) => (
            <>
              <Table
                size="small"
                rowKey="code"
                columns={columns}
                dataSource={products}
                pagination={false}
                rowClassName={(one) => (one.code === product ? 'rg-product-here' : '')}
                locale={{
                  emptyText: say(
                    search
                      ? { zh: '没有这样的商品', en: 'No such product' }
                      : { zh: '没有您看得到的商品', en: 'No products that you may see' },
                  ),
                }}
              />
              {total > pageSize ? (
                <Pagination size="small" current={page} pageSize={pageSize} total={total} onChange={setPage} showSizeChanger={false} />
              ) : null}
            </>
          )}
        </Answered>
      </Section>
      <ProductDetail code={product ?? asked.data?.products[0]?.code ?? null} />
    </div>
  )
}
