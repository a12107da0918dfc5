import { ExperimentOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { resultsSearch } from '../../learn/holdouts/results-address.ts'
import type { PageEntry } from '../shell/page-entry.ts'

/** What it was good for. */
export const learnPages: readonly PageEntry[] = [
  {
    path: '/results',
    group: 'learn',
    label: { zh: '效果', en: 'Results' },
    keywords: 'xiaoguo xg lvchengchengxiao lccx zengliang zl shiyan sy results lift holdout trials',
    icon: ExperimentOutlined,
    component: lazy(async () => ({ default: (await import('../../learn/holdouts/web/ResultsPage.tsx')).ResultsPage })),
    search: resultsSearch,
    inMenu: true,
    needs: 'read-journey-result',
  },
  {
    path: '/global-holdout',
    group: 'learn',
    label: { zh: '全局对照组', en: 'Global holdout' },
    keywords: 'quanjuduizhaozu qjdzz duizhaozu dzz global holdout control group',
    icon: ExperimentOutlined,
    component: lazy(async () => ({ default: (await import('../../learn/holdouts/web/GlobalHoldoutPage.tsx')).GlobalHoldoutPage })),
    inMenu: false,
    needs: 'read-global-holdout',
  },
]
