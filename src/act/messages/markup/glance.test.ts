import { expect, test } from 'vitest'
import { glanceOf } from './glance.ts'

test('at a glance a template shows what stands in for its variables, and none of its marks', () => {
  expect(glanceOf('{{ name | default: "茶友" }}，**新茶**到了。 # 第二次来 {{ shopName }}')).toBe('茶友，新茶到了。 第二次来 …')
  expect(glanceOf('{% if tier == "VIP" %}贵宾{% endif %}您好')).toBe('贵宾您好')
  expect(glanceOf('# Hello')).toBe('Hello')
})
