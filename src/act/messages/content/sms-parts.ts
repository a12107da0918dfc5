/** The basic characters of GSM 03.38, and those that count twice. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const twice = new Set('^{}\\[~]|€\f')

/**
 * How many SMS a text takes. With Chinese in it 70 characters in one, 67 in each of several (UCS-2, 3GPP TS 23.040); without,
 * 160 and 153. Signs outside the basic plane count as two.
 */
export function smsParts(text: string): { readonly characters: number; readonly parts: number; readonly most: number } {
  const isGsm = [...text].every((sign) => basic.has(sign) || twice.has(sign))
  const characters = isGsm ? [...text].reduce((sum, sign) => sum + (twice.has(sign) ? 2 : 1), 0) : text.length
  const [one, each] = isGsm ? [160, 153] : [70, 67]
  const parts = characters <= one ? 1 : Math.ceil(characters / each)
  return { characters, parts: characters === 0 ? 0 : parts, most: parts <= 1 ? one : each * parts }
}

/** 签名 before an SMS. */
export const withSignature = (signature: string, text: string): string =>
  signature === '' || text.startsWith('【') ? text : `【${signature}】${text}`

/** 工信部《通信短信息服务管理规定》: marketing says how to refuse. */
export const saysHowToStop = (text: string): boolean =>
  /拒收请?回复?\s*[RrＲ]|退订请?回复?\s*[TtRrNｔＴ]|回复?\s*(TD|T|R|N)\s*退订|reply\s+(STOP|T|TD|R)/i.test(text)
