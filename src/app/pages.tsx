import { FilterOutlined, HomeOutlined, ImportOutlined, SettingOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { customerSearch, customersSearch } from '../know/customers/customers-address.ts'
import { settingsSearch } from '../know/shop/settings-address.ts'
import { segmentSearch, segmentsSearch } from '../understand/segments/segments-address.ts'
import type { PageEntry } from './shell/page-entry.ts'

// Every page of the product, in the order of the menu. A page is a line here and a file in its feature's `web/`;
// each is loaded when it is first opened. `keywords` are what one may type into the command palette to find it, pinyin too.
export const pages: readonly PageEntry[] = [
  {
    path: '/',
    group: 'home',
    label: { zh: '首页', en: 'Home' },
    keywords: 'shouye sy home',
    icon: HomeOutlined,
    component: lazy(async () => ({ default: (await import('./shell/HomePage.tsx')).HomePage })),
    inMenu: true,
  },
  {
    path: '/customers',
    group: 'know',
    label: { zh: '客户', en: 'Customers' },
    keywords: 'kehu kh huiyuan hy customers people members',
    icon: TeamOutlined,
    component: lazy(async () => ({ default: (await import('../know/customers/web/CustomersPage.tsx')).CustomersPage })),
    search: customersSearch,
    inMenu: true,
  },
  {
    path: '/customers/$id',
    group: 'know',
    label: { zh: '客户', en: 'Customer' },
    keywords: '',
    icon: UserOutlined,
    component: lazy(async () => ({ default: (await import('./customer-sections.tsx')).WholeCustomerPage })),
    search: customerSearch,
    inMenu: false,
  },
  {
    path: '/import',
    group: 'know',
    label: { zh: '从文件导入', en: 'Import a file' },
    keywords: 'congwenjiandaoru cwjdr daoru dr import csv excel upload shangchuan',
    icon: ImportOutlined,
    component: lazy(async () => ({ default: (await import('../know/imports/web/ImportsPage.tsx')).ImportsPage })),
    inMenu: true,
    role: 'manager',
  },
  {
    path: '/import/$id',
    group: 'know',
    label: { zh: '导入', en: 'Import' },
    keywords: '',
    icon: ImportOutlined,
    component: lazy(async () => ({ default: (await import('../know/imports/web/ImportPage.tsx')).ImportPage })),
    inMenu: false,
    role: 'manager',
  },
  {
    path: '/segments',
    group: 'understand',
    label: { zh: '细分', en: 'Segments' },
    keywords: 'xifen xf kehuxifen khxf segments audience renqun rq',
    icon: FilterOutlined,
    component: lazy(async () => ({ default: (await import('../understand/segments/web/SegmentsPage.tsx')).SegmentsPage })),
    search: segmentsSearch,
    inMenu: true,
  },
  {
    path: '/segments/$id',
    group: 'understand',
    label: { zh: '细分', en: 'Segment' },
    keywords: '',
    icon: FilterOutlined,
    component: lazy(async () => ({ default: (await import('../understand/segments/web/SegmentPage.tsx')).SegmentPage })),
    search: segmentSearch,
    inMenu: false,
  },
  {
    path: '/settings',
    group: 'settings',
    label: { zh: '设置', en: 'Settings' },
    keywords: 'shezhi sz settings smtp yonghu yh miyao users keys sources laiyuan mima password',
    icon: SettingOutlined,
    component: lazy(async () => ({ default: (await import('../know/shop/web/SettingsPage.tsx')).SettingsPage })),
    search: settingsSearch,
    inMenu: true,
  },
]
