import { App, ConfigProvider, theme as antdTheme, type ThemeConfig } from 'antd'
import enUS from 'antd/es/locale/en_US.js'
import zhCN from 'antd/es/locale/zh_CN.js'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn.js'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { keepChoice, readChoice } from './kept-choice.ts'
import { useLanguage } from './language.tsx'
import { type Look, type Palette, palettes } from './palette.ts'

export const themeChoices = ['auto', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

type Theme = {
  readonly choice: ThemeChoice
  readonly setChoice: (choice: ThemeChoice) => void
  readonly look: Look
  readonly palette: Palette
}

export const fonts =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'Helvetica Neue', Arial, sans-serif"

/** The quiet grounds behind notes, tags and chosen rows; those that Ant Design works out from our deep hues are muddy. */
function softs(p: Palette) {
  return {
    colorPrimaryBg: p.primarySoft,
    colorPrimaryBgHover: p.primarySoft,
    colorInfoBg: p.primarySoft,
    colorInfoBgHover: p.primarySoft,
    colorInfoBorder: p.line,
    colorSuccessBg: p.goodSoft,
    colorSuccessBgHover: p.goodSoft,
    colorSuccessBorder: p.line,
    colorWarningBg: p.attentionSoft,
    colorWarningBgHover: p.attentionSoft,
    colorWarningBorder: p.line,
    colorErrorBg: p.dangerSoft,
    colorErrorBgHover: p.dangerSoft,
    colorErrorBorder: p.line,
    controlItemBgActive: p.primarySoft,
    controlItemBgActiveHover: p.primarySoft,
  }
}

/** The product's tokens on Ant Design: calm, dense, radius 6; `calm`: nothing moves, where the system asks for that. */
export function antdThemeOf(look: Look, calm: boolean): ThemeConfig {
  const p = palettes[look]
  return {
    algorithm: look === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: p.primary,
      colorLink: p.primary,
      colorInfo: p.primary,
      colorSuccess: p.good,
      colorWarning: p.attention,
      colorError: p.danger,
      colorTextBase: p.text,
      colorBgBase: p.surface,
      ...softs(p),
      colorText: p.text,
      colorTextSecondary: p.textSoft,
      colorTextTertiary: p.textFaint,
      colorTextDescription: p.textFaint,
      colorTextPlaceholder: p.textFaint,
      colorTextLightSolid: p.onPrimary,
      colorBgLayout: p.ground,
      colorBgContainer: p.surface,
      colorBgElevated: p.raised,
      colorBgSpotlight: look === 'dark' ? '#e3ebe8' : '#1c2b27',
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      colorSplit: p.line,
      borderRadius: 6,
      fontFamily: fonts,
      fontSize: 14,
      controlHeight: 32,
      wireframe: false,
      motionDurationMid: '0.14s',
      motionDurationSlow: '0.18s',
      motion: !calm,
      // A busy button turns its wheel; its words stay as legible as before.
      opacityLoading: 1,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Table: {
        cellPaddingBlock: 9,
        cellPaddingBlockMD: 8,
        cellPaddingBlockSM: 6,
        cellPaddingInline: 12,
        cellPaddingInlineMD: 12,
        headerBg: p.surface,
        headerColor: p.textFaint,
        headerSplitColor: 'transparent',
        headerSortActiveBg: p.surface,
        headerSortHoverBg: p.ground,
        bodySortBg: p.surface,
        rowHoverBg: p.ground,
        rowSelectedBg: p.primarySoft,
        rowSelectedHoverBg: p.primarySoft,
      },
      Card: { bodyPadding: 16, headerHeight: 44 },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Tabs: { horizontalMargin: '0 0 12px 0', titleFontSize: 14 },
      Segmented: { itemSelectedColor: p.text },
      Tag: { defaultBg: p.ground, defaultColor: p.textSoft },
      Tooltip: { colorTextLightSolid: look === 'dark' ? '#14211e' : '#ffffff' },
    },
  }
}

const ThemeContext = createContext<Theme>({ choice: 'auto', setChoice: () => undefined, look: 'light', palette: palettes.light })

const darkWanted = '(prefers-color-scheme: dark)'
const calmWanted = '(prefers-reduced-motion: reduce)'

function watchSystem(wish: string): (changed: () => void) => () => void {
  return (changed) => {
    const query = matchMedia(wish)
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }
}
const watchDark = watchSystem(darkWanted)
const watchCalm = watchSystem(calmWanted)

/** Light, dark or as the system says; also hands the palette to the style sheet as `--rg-…` variables. */
export function ThemeProvider(props: { readonly children: ReactNode }) {
  const { language } = useLanguage()
  const [choice, setChoice] = useState<ThemeChoice>(() => readChoice('theme', themeChoices, 'auto'))
  const systemDark = useSyncExternalStore(watchDark, () => matchMedia(darkWanted).matches)
  const calm = useSyncExternalStore(watchCalm, () => matchMedia(calmWanted).matches)
  const look: Look = choice === 'auto' ? (systemDark ? 'dark' : 'light') : choice
  useEffect(() => {
    document.documentElement.dataset['look'] = look
    for (const [name, colour] of Object.entries(palettes[look])) document.documentElement.style.setProperty(`--rg-${name}`, colour)
  }, [look])
  useEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  }, [language])
  const value = useMemo(() => {
    const choose = (next: ThemeChoice) => {
      keepChoice('theme', next)
      setChoice(next)
    }
    return { choice, setChoice: choose, look, palette: palettes[look] }
  }, [choice, look])
  const config = useMemo(() => antdThemeOf(look, calm), [look, calm])
  return (
    <ThemeContext value={value}>
      <ConfigProvider theme={config} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
        <App className="rg-app">{props.children}</App>
      </ConfigProvider>
    </ThemeContext>
  )
}

export function useTheme(): Theme {
  return useContext(ThemeContext)
}
