import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitStatements } from './split-statements.ts'

test.each([
  ['two statements', 'select 1; select 2;', ['select 1', 'select 2']],
  ['the last without a semicolon', 'select 1;\nselect 2\n', ['select 1', 'select 2']],
  ['empty statements are dropped', ';; select 1;;', ['select 1']],
  ['a semicolon in text', `select 'a;b''c;' ; select 2`, [`select 'a;b''c;'`, 'select 2']],
  ['a backslash in an escaped text', `select E'a\\';b'; select 2`, [`select E'a\\';b'`, 'select 2']],
  ['a backslash ends a plain text', `select 'a\\'; select 2`, [`select 'a\\'`, 'select 2']],
  ['a semicolon in a quoted name', `select "a;b""c"; select 2`, [`select "a;b""c"`, 'select 2']],
  ['a line comment', `select 1 -- not; here\n; select 2`, [`select 1 -- not; here`, 'select 2']],
  ['a nested block comment', `select /* a; /* b; */ c; */ 1; select 2`, [`select /* a; /* b; */ c; */ 1`, 'select 2']],
  ['comments alone are no statement', `-- one;\n/* two; */\nselect 1;\n-- three`, ['select 1']],
  ['dollar quotes', `do $$ begin perform 1; end $$; select 2`, [`do $$ begin perform 1; end $$`, 'select 2']],
  ['tagged dollar quotes hold plain ones', `do $a$ x; $$ y; $$ $a$; select 2`, [`do $a$ x; $$ y; $$ $a$`, 'select 2']],
  ['a dollar inside a name opens nothing', `select a$b$; select c$b$`, ['select a$b$', 'select c$b$']],
  ['a parameter-like dollar', `select $1; select 2`, ['select $1', 'select 2']],
  ['an e at the end of a word is no escape', `select name'a\\'; select 2`, [`select name'a\\'`, 'select 2']],
  ['Chinese', `comment on table a is '客户；表;'; select 2`, [`comment on table a is '客户；表;'`, 'select 2']],
  ['nothing', ' \n-- only this', []],
  ['a text that never closes stays whole', `select 'a; b`, [`select 'a; b`]],
])('%s', (_, text, expected) => {
  expect(splitStatements(text)).toEqual(expected)
})

test('whatever pieces are joined come apart again', () => {
  const piece = fc.constantFrom('select 1', `select ';'`, `select $x$;$x$`, 'select /*;*/ 2', 'select ";"', `select E'\\';'`)
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(splitStatements(pieces.join(';\n'))).toEqual(pieces)
    }),
  )
})
