import type { Words } from '../../../core/kit/words.ts'

type Say = (what: string) => Words

/** What the template language says is wrong, and the same in words that say what to do. The first that fits. */
const faults: readonly (readonly [RegExp, Say])[] = [
  [/^(?:tag|output|raw) "?(.+?)"? not closed$/, (what) => ({ zh: `“${what}”没有结束`, en: `“${what}” is not closed` })],
  [/^undefined filter: (.+)$/, (what) => ({ zh: `没有“${what}”这个过滤器`, en: `there is no filter “${what}”` })],
  [
    /^tag "(end\w+|else|elsif|when)" not found$/,
    (what) => ({
      zh: `“${what}”前面没有它的开头，或中间有别的标签没有结束`,
      en: `“${what}” has no beginning before it, or another tag between them is not closed`,
    }),
  ],
  [/^tag "(.+?)" not found$/, (what) => ({ zh: `没有“${what}”这个标签`, en: `there is no tag “${what}”` })],
  [/limit exceeded/, () => ({ zh: '太费时间或内存', en: 'it takes too much time or memory' })],
  [/^> (\d+)$/, (what) => ({ zh: `填写后超过 ${what} 个字符`, en: `it is longer than ${what} characters when filled in` })],
  [
    /^wide braces$/,
    () => ({ zh: '大括号是全角的，请改成半角的 {{ }} 或 {% %}', en: 'its braces are full-width ones; write {{ }} or {% %}' }),
  ],
  [/^invalid value expression: ""$/, () => ({ zh: '这里少了变量名或值', en: 'a variable or a value is missing' })],
  [
    /^(?:invalid value expression: "(.+)"|unexpected (?:token|character) "(.+?)".*)$/,
    (what) => ({
      zh: `这里的 ${what} 不是变量，也不是值；文字要放在半角引号里，例如 "茶"`,
      en: `here ${what} is neither a variable nor a value; a text stands in straight quotes, like "tea"`,
    }),
  ],
  [/^illegal tag: \{% *for\b/, () => ({ zh: '循环应形如 {% for x in 列表 %}', en: 'a loop reads {% for x in list %}' })],
  [/^illegal tag: (.+)$/, (what) => ({ zh: `“${what}”的写法不对`, en: `“${what}” is not written right` })],
  [/^illegal (?:liquid )?tag syntax/, () => ({ zh: '“{%”后面应是标签的名称', en: 'the name of a tag has to follow “{%”' })],
  [
    /^expected "\|" before filter$/,
    () => ({
      zh: '值后面只能是“|”和过滤器；比较是否相等请写 ==',
      en: 'only “|” and a filter may follow a value; whether two are equal is asked by ==',
    }),
  ],
  [/^expected filter name$/, () => ({ zh: '“|”后面应是过滤器的名称', en: 'the name of a filter has to follow “|”' })],
  [/^expected ":" after filter name$/, () => ({ zh: '过滤器的名称后面应有“:”', en: 'a “:” has to follow the name of the filter' })],
  [/^(\w+) expect 2 arguments$/, (what) => ({ zh: `“${what}”后面要写“:”和一段文字`, en: `“:” and a text have to follow “${what}”` })],
  [/^(?:expected variable name|invalid capture name)$/, () => ({ zh: '这里少了变量的名称', en: 'the name of the variable is missing' })],
  [/^expected "="$/, () => ({ zh: '变量的名称后面应有“=”', en: 'a “=” has to follow the name of the variable' })],
  [/^duplicated else$/, () => ({ zh: '有两个 else，请删去一个', en: 'there are two “else”; remove one' })],
  [/^unexpected elsif after else$/, () => ({ zh: 'elsif 要写在 else 之前', en: '“elsif” has to stand before “else”' })],
  [/^(?:invalid range syntax|unbalanced parentheses)$/, () => ({ zh: '括号里应形如 (1..5)', en: 'what stands in brackets reads (1..5)' })],
  [/^\[ not closed$/, () => ({ zh: '“[”没有结束', en: '“[” is not closed' })],
  [/inline comment/, () => ({ zh: '注释的每一行都要以 # 开头', en: 'each line of a comment has to begin with #' })],
]

/** Reads on after a colon. What is rarer stays in the words of the template language, and says whose they are. */
export function sayFault(reason: string): Words {
  for (const [pattern, say] of faults) {
    const found = pattern.exec(reason)
    if (found) return say(found.slice(1).find((what) => what !== undefined) ?? '')
  }
  return { zh: `写法不对（模板语言的原话：${reason}）`, en: reason }
}
