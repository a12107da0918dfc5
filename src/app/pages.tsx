import { HomeOutlined } from '@ant-design/icons'
import { lazy } from 'react'
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
]
