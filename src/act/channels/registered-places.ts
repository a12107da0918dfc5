/** As vendors write them: `${name}` Alibaba Cloud, `{1}` Tencent Cloud, `{{thing1.DATA}}` WeChat. */
const place = /\{\{([\w-]+)\.DATA\}\}|\$?\{([\w.-]+)\}/g

/** The names of what varies in a registered text, each once, in its order. */
export const placesIn = (text: string): string[] => [...new Set([...text.matchAll(place)].map(([, a, b]) => a ?? b ?? ''))]

/** A registered text as the customer reads it. What has no value stays as it is written. */
export const fillPlaces = (text: string, parameters: Readonly<Record<string, string>>): string =>
  text.replace(place, (whole, a?: string, b?: string) => parameters[a ?? b ?? ''] ?? whole)
