/** The colours of the product in one place, for light and dark. Contrast of every text colour on `surface` and `ground` is 4.5:1 or more. */
export type Look = 'light' | 'dark'

export type Palette = {
  readonly ground: string
  readonly surface: string
  readonly raised: string
  readonly line: string
  readonly lineStrong: string
  readonly text: string
  readonly textSoft: string
  readonly textFaint: string
  readonly primary: string
  readonly primarySoft: string
  readonly onPrimary: string
  readonly attention: string
  readonly attentionSoft: string
  readonly danger: string
  readonly dangerSoft: string
  readonly good: string
  readonly goodSoft: string
  readonly info: string
  readonly purple: string
}

export const palettes: Record<Look, Palette> = {
  light: {
    ground: '#f5f7f6',
    surface: '#ffffff',
    raised: '#ffffff',
    line: '#e3e8e6',
    lineStrong: '#c9d2cf',
    text: '#14211e',
    textSoft: '#4a5a56',
    textFaint: '#5f6f6b',
    primary: '#0f766e',
    primarySoft: '#e3f2ef',
    onPrimary: '#ffffff',
    attention: '#a15106',
    attentionSoft: '#fdf1dc',
    danger: '#b42318',
    dangerSoft: '#fdeceb',
    good: '#0f766e',
    goodSoft: '#e3f2ef',
    info: '#1d5fa8',
    purple: '#75448a',
  },
  dark: {
    ground: '#0d1312',
    surface: '#141c1a',
    raised: '#1b2522',
    line: '#26312e',
    lineStrong: '#3a4844',
    text: '#e3ebe8',
    textSoft: '#a9b8b3',
    textFaint: '#8b9b96',
    primary: '#3cc8b4',
    primarySoft: '#12332e',
    onPrimary: '#04211d',
    attention: '#f0b35a',
    attentionSoft: '#33270f',
    danger: '#f58a80',
    dangerSoft: '#3a1a17',
    good: '#3cc8b4',
    goodSoft: '#12332e',
    info: '#7db4f0',
    purple: '#c9a0dc',
  },
}

const amounts: Record<Look, readonly string[]> = {
  light: ['#eef6f4', '#d5ebe6', '#b3dcd4', '#86c8bc', '#56afa1', '#2b9184', '#0f766e', '#0a5a54'],
  dark: ['#15211e', '#17302b', '#17413a', '#17554c', '#1a6c61', '#1f8072', '#2ea493', '#4cc4b2'],
}

/** Below zero to above it: loss is red, gain is teal, nothing is grey. */
const differences: Record<Look, readonly string[]> = {
  light: ['#b42318', '#d9675d', '#efb3ad', '#e7ebe9', '#a5d6cd', '#3f9f92', '#0f766e'],
  dark: ['#f58a80', '#b9564d', '#6d332e', '#2a3431', '#1d5b52', '#279183', '#3cc8b4'],
}

const categories: Record<Look, readonly string[]> = {
  light: ['#0f766e', '#d08a1d', '#4063a8', '#8b5a9e', '#5d8a2f', '#b85c4a', '#3d8fb0', '#7a7466'],
  dark: ['#3cc8b4', '#e5ad55', '#8aa6e2', '#c194d3', '#9bc76c', '#e39383', '#79c2df', '#b5ae9e'],
}

/** Patterns beside the colours, so that neighbours differ without them (ECharts decals). */
export const patterns = [
  { symbol: 'none' },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: 'rgba(255,255,255,0.28)' },
  {
    symbol: 'circle',
    dashArrayX: [
      [8, 8],
      [0, 8, 8, 0],
    ],
    dashArrayY: [6, 0],
    symbolSize: 0.7,
    color: 'rgba(255,255,255,0.3)',
  },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: 'rgba(255,255,255,0.28)' },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1, 4], color: 'rgba(255,255,255,0.3)' },
  {
    symbol: 'triangle',
    dashArrayX: [
      [9, 9],
      [0, 9, 9, 0],
    ],
    dashArrayY: [7, 2],
    symbolSize: 0.75,
    color: 'rgba(255,255,255,0.3)',
  },
]

function pick(colours: readonly string[], at: number): string {
  const index = Math.min(colours.length - 1, Math.max(0, at))
  return colours[index] ?? '#888888'
}

/** A hue for an amount: `share` 0 is the faintest, 1 the fullest. */
export function amountColour(share: number, look: Look): string {
  return pick(amounts[look], Math.round(share * (amounts[look].length - 1)))
}

/** A hue for a difference from -1 (worst) over 0 to 1 (best). */
export function differenceColour(share: number, look: Look): string {
  return pick(differences[look], Math.round(((share + 1) / 2) * (differences[look].length - 1)))
}

/** The colour of the n-th of several kinds. */
export function categoryColour(index: number, look: Look): string {
  return pick(categories[look], index % categories[look].length)
}

/** Colours that stand for one thing throughout the product; the standard lifecycle stages have theirs here. */
const named: Record<Look, Readonly<Record<string, string>>> = {
  light: {
    potential: '#8d9b97',
    first: '#4b9fd1',
    repeat: '#35b09f',
    loyal: '#0f766e',
    dormant: '#d08a1d',
    churned: '#b85c4a',
    'tier-gold': '#c98a12',
    'tier-teal': '#0f766e',
    'tier-blue': '#4b8fc4',
    'tier-grey': '#8d9b97',
    'tier-violet': '#8b5a9e',
    'tier-clay': '#b85c4a',
  },
  dark: {
    potential: '#7f908b',
    first: '#6db7e0',
    repeat: '#2f9d8f',
    loyal: '#5fdcc9',
    dormant: '#e5ad55',
    churned: '#e08573',
    'tier-gold': '#e8b04c',
    'tier-teal': '#3cc8b4',
    'tier-blue': '#79aee0',
    'tier-grey': '#8a9a95',
    'tier-violet': '#c194d3',
    'tier-clay': '#e39383',
  },
}

/** The colours that tiers may have, from the noblest to the plainest. */
export const tierColours = ['tier-gold', 'tier-teal', 'tier-blue', 'tier-violet', 'tier-clay', 'tier-grey'] as const

/** The colour of this name; a name that is not known has one of the categories' colours, always the same. */
export function namedColour(name: string, look: Look): string {
  const known = Object.hasOwn(named[look], name) ? named[look][name] : undefined
  return (
    known ??
    categoryColour(
      [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0),
      look,
    )
  )
}

function channel(value: number): number {
  const v = value / 255
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
}

/** Relative luminance of `#rrggbb` by WCAG 2.2, 0 for black to 1 for white. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => channel(Number.parseInt(colour.slice(at, at + 2), 16)))
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

/** WCAG contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/** Black or white, whichever reads better on this colour. */
export function textOn(colour: string): string {
  return contrast(colour, '#ffffff') >= contrast(colour, '#0d1716') ? '#ffffff' : '#0d1716'
}
