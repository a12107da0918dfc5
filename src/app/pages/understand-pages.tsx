import {
  AimOutlined,
  BulbOutlined,
  CrownOutlined,
  FilterOutlined,
  GiftOutlined,
  HeatMapOutlined,
  PartitionOutlined,
  UserDeleteOutlined,
  FunnelPlotOutlined,
} from '@ant-design/icons'
import { lazy } from 'react'
import { churnSearch } from '../../understand/churn/churn-address.ts'
import { discoveriesSearch } from '../../understand/discoveries/discoveries-address.ts'
import { exploreSearch } from '../../understand/explore/explore-address.ts'
import { lifecycleSearch } from '../../understand/lifecycle/lifecycle-address.ts'
import { predictionsSearch } from '../../understand/predictions/predictions-address.ts'
import { recommendationsSearch } from '../../understand/recommendations/recommendations-address.ts'
import { segmentSearch, segmentsSearch } from '../../understand/segments/segments-address.ts'
import { tiersSearch } from '../../understand/tiers/tiers-address.ts'
import { valueSearch } from '../../understand/value/value-address.ts'
import type { PageEntry } from '../shell/page-entry.ts'

/** What they are worth and where they are. */
export const understandPages: readonly PageEntry[] = [
  {
    path: '/value',
    group: 'understand',
    label: { zh: '客户价值', en: 'Value' },
    keywords:
      'kehujiazhi khjz jiazhi jz lirun lr jizhongdu jzd zhongshenjiazhi zsjz rfm value spend pareto profit margin gini lorenz clv lifetime',
    icon: HeatMapOutlined,
    component: lazy(async () => ({ default: (await import('../../understand/value/web/ValuePage.tsx')).ValuePage })),
    search: valueSearch,
    inMenu: true,
    needs: 'value-summary',
  },
  {
    path: '/predictions',
    group: 'understand',
    label: { zh: '预测账本', en: 'Predictions' },
    keywords: 'yucezhangben yczb yuce yc zhangben predictions forecast clv record ledger model',
    icon: AimOutlined,
    component: lazy(async () => ({ default: (await import('../../understand/predictions/web/PredictionsPage.tsx')).PredictionsPage })),
    search: predictionsSearch,
    inMenu: true,
    needs: 'read-predictions',
  },
  {
    path: '/tiers',
    group: 'understand',
    label: { zh: '客户分级', en: 'Tiers' },
    keywords: 'kehufenji khfj fenji fj dengji dj vip quanyi qy tiers levels benefits',
    icon: CrownOutlined,
    component: lazy(async () => ({ default: (await import('../../understand/tiers/web/TiersPage.tsx')).TiersPage })),
    search: tiersSearch,
    inMenu: true,
    needs: 'read-tiers',
  },
  {
    path: '/lifecycle',
    group: 'understand',
    label: { zh: '生命周期', en: 'Lifecycle' },
    keywords: 'shengmingzhouqi smzq jieduan jd liushi lifecycle stages churn',
    icon: PartitionOutlined,
    component: lazy(async () => ({ default: (await import('../lifecycle-page.tsx')).PlayedLifecyclePage })),
    search: lifecycleSearch,
    inMenu: true,
    needs: 'read:customer',
  },
  {
    path: '/churn',
    group: 'understand',
    label: { zh: '流失与挽回', en: 'Leaving' },
    keywords: 'liushiyuwanhui lsywh liushi ls wanhui wh jiezou jz yujing yj churn leaving win back winback retention rhythm late',
    icon: UserDeleteOutlined,
    component: lazy(async () => ({ default: (await import('../churn-page.tsx')).WholeChurnPage })),
    search: churnSearch,
    inMenu: true,
    needs: 'list-churn-entries',
  },
  {
    path: '/recommendations',
    group: 'understand',
    label: { zh: '推荐', en: 'Recommendations' },
    keywords: 'tuijian tj shangpintuijian sptj xiangmai xm recommendations recommend next products cross sell ease',
    icon: GiftOutlined,
    component: lazy(async () => ({
      default: (await import('../../understand/recommendations/web/RecommendationsPage.tsx')).RecommendationsPage,
    })),
    search: recommendationsSearch,
    inMenu: true,
    needs: 'read:customer',
  },
  {
    path: '/discoveries',
    group: 'understand',
    label: { zh: '发现', en: 'Discoveries' },
    keywords: 'faxian fx yizhou yz zhoubao zb discoveries insights weekly findings',
    icon: BulbOutlined,
    component: lazy(async () => ({ default: (await import('../../understand/discoveries/web/DiscoveriesPage.tsx')).DiscoveriesPage })),
    search: discoveriesSearch,
    inMenu: true,
    needs: 'read-discoveries',
  },
  {
    path: '/cohorts',
    group: 'understand',
    label: { zh: '留存分析', en: 'Cohorts and paths' },
    keywords: 'liucunfenxi lcfx liucun lc tongqiqun tqq loudou ld lujing lj fugou fg cohort retention funnel paths repurchase',
    icon: FunnelPlotOutlined,
    component: lazy(async () => ({ default: (await import('../../understand/explore/web/CohortsPage.tsx')).CohortsPage })),
    search: exploreSearch,
    inMenu: true,
    needs: 'cohorts',
  },
  {
    path: '/segments',
    group: 'understand',
    label: { zh: '细分', en: 'Segments' },
    keywords: 'xifen xf kehuxifen khxf segments audience renqun rq',
    icon: FilterOutlined,
    component: lazy(async () => ({ default: (await import('../../understand/segments/web/SegmentsPage.tsx')).SegmentsPage })),
    search: segmentsSearch,
    inMenu: true,
    needs: 'overview-segments',
  },
  {
    path: '/segments/$id',
    group: 'understand',
    label: { zh: '细分', en: 'Segment' },
    keywords: '',
    icon: FilterOutlined,
    component: lazy(async () => ({ default: (await import('../../understand/segments/web/SegmentPage.tsx')).SegmentPage })),
    search: segmentSearch,
    inMenu: false,
    needs: 'read-segment-card',
  },
]
