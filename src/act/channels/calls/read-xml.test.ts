import fc from 'fast-check'
import { expect, test } from 'vitest'
import { processorTime } from '../../../../test/processor-time.ts'
import { readXml } from './read-xml.ts'

test('what WeChat sends is read, CDATA and plain text alike', () => {
  const text =
    '<xml><ToUserName><![CDATA[gh_1]]></ToUserName>\n<CreateTime>1348831860</CreateTime><Content><![CDATA[a<b>&amp;]]></Content></xml>'
  expect(readXml(text)).toEqual({ ToUserName: 'gh_1', CreateTime: '1348831860', Content: 'a<b>&amp;' })
})

test('texts of the five named entities are read, deeper elements are left out', () => {
  expect(readXml('<?xml version="1.0"?><xml><a>1 &lt; 2</a><List><item>x</item></List><b/></xml>')).toMatchObject({ a: '1 < 2' })
})

test.each([
  ['an entity of one’s own', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><a>&a;</a></xml>'],
  ['a document type', '<!DOCTYPE xml><xml><a>1</a></xml>'],
  ['a comment', '<xml><!-- x --><a>1</a></xml>'],
  ['attributes', '<xml a="1"><a>1</a></xml>'],
  ['crossed tags', '<xml><a><b></a></b></xml>'],
  ['an open end', '<xml><a>1</a>'],
  ['two roots', '<xml><a>1</a></xml><xml></xml>'],
  ['text beside the root', 'x<xml><a>1</a></xml>'],
  ['nothing', ''],
  ['JSON', '{"a":1}'],
  ['thousands of elements', `<xml>${'<a>1</a>'.repeat(3_000)}</xml>`],
])('%s is not read', (_, text) => {
  expect(readXml(text)).toBeNull()
})

test('whatever comes, it ends soon and throws nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '/', '!', '[', 'CDATA[', ']]>', 'xml', 'a', ' ', '&lt;', '\n'), maxLength: 300 }),
      (text) => {
        readXml(text)
        readXml(`<xml>${text}</xml>`)
      },
    ),
    { numRuns: 500 },
  )
  const begun = processorTime()
  readXml(`<xml><a>${'<![CDATA['.repeat(20_000)}`)
  expect(processorTime() - begun).toBeLessThan(500)
})

test('any text comes back as it went in', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes(']]>')),
      (text) => {
        expect(readXml(`<xml><a><![CDATA[${text}]]></a></xml>`)).toEqual({ a: text })
      },
    ),
  )
})
