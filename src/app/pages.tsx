import { HomeOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { actPages } from './pages/act-pages.tsx'
import { knowPages } from './pages/know-pages.tsx'
import { learnPages } from './pages/learn-pages.tsx'
import { settingsPages } from './pages/settings-pages.tsx'
import { understandPages } from './pages/understand-pages.tsx'
import type { PageEntry } from './shell/page-entry.ts'

const homePage: PageEntry = {
  path: '/',
  group: 'home',
  label: { zh: '首页', en: 'Home' },
  keywords: 'shouye sy home',
  icon: HomeOutlined,
  component: lazy(async () => ({ default: (await import('./shell/HomePage.tsx')).HomePage })),
  inMenu: true,
}

// Every page of the product, in the order of the menu. A page is a line in its room's list and a file in its feature's `web/`;
// each is loaded when it is first opened. `keywords` are what one may type into the command palette to find it, pinyin too.
export const pages: readonly PageEntry[] = [homePage, ...knowPages, ...understandPages, ...actPages, ...learnPages, ...settingsPages]
