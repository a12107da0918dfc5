import { expect, test } from 'vitest'
import { glanceOf } from './glance.ts'

test('at a glance a template shows what stands in for its variables, and none of its marks', () => {
  expect(glanceOf('{{ name | default: "茶友" }}，**新茶**到了。 # 第二次来 {{ shopName }}')).toBe('茶友，新茶到了。 第二次来 …')
  expect(glanceOf('{% if tier == "VIP" %}贵宾{% endif %}您好')).toBe('贵宾您好')
  expect(glanceOf('# Hello')).toBe('Hello')
})

test.each([
  ['您好，{{ name | default: "朋友" }}', '您好，朋友'],
  ['买过{{ product }}，再来', '买过…，再来'],
  ['{% if city %}杭州{% endif %}的**春茶**', '杭州的春茶'],
  ['想起您买过的{{ recommended | jo', '想起您买过的…'],
  ['想起您买过的{', '想起您买过的…'],
  ['想起您买过的{% if', '想起您买过的…'],
  ['用花括号 {也} 可以', '用花括号 {也} 可以'],
])('%s at a glance', (text, said) => {
  expect(glanceOf(text)).toBe(said)
})
