import { expect, test } from 'vitest'
import { joinedTables } from './joined-tables.ts'

const found = (plain: string) => [...joinedTables(plain)].toSorted()

test.each([
  ['one', 'select 1 from customers c left join metrics on metrics . customer_id = c.id where c.city = 1', ['metrics']],
  [
    'several',
    'select 1 from customers c left join metrics on metrics.customer_id = c.id left join rhythms on rhythms.customer_id = c.id',
    ['metrics', 'rhythms'],
  ],
  [
    'the one that is sorted by',
    'select metrics.spend from metrics join customers c on c.id = metrics.customer_id left join rhythms on rhythms.customer_id = c.id order by metrics.spend',
    ['metrics', 'rhythms'],
  ],
  [
    'the one that is sorted by, a row at a time',
    'select metrics.spend from metrics join lateral (select * from customers c where c.id = metrics.customer_id offset 0) c on true left join rhythms on rhythms.customer_id = c.id where true',
    ['metrics', 'rhythms'],
  ],
  ['in a subquery', 'select (select count(*) from customers c left join metrics on metrics.customer_id = c.id) as n', ['metrics']],
])('a table that is joined to the seen customers need not look again: %s', (_, plain, names) => {
  expect(found(plain)).toEqual(names)
})

test.each([
  [
    'it is read elsewhere too',
    'select 1 from customers c left join metrics on metrics.customer_id = c.id where exists (select 1 from metrics)',
  ],
  ['it is read under another name', 'select 1 from customers c left join metrics on metrics.customer_id = c.id, metrics m'],
  [
    'the join asks for something else besides',
    'select 1 from customers c left join metrics on metrics.customer_id = c.id or true where true',
  ],
  ['everything of it is wanted, customer or not', 'select 1 from customers c full join metrics on metrics.customer_id = c.id where true'],
  ['it leads and is not bound', 'select 1 from metrics left join customers c on c.id = metrics.customer_id where true'],
  ['another’s key joins it', 'select 1 from customers c left join metrics on others.customer_id = c.id where true'],
  [
    'the customers are of the statement’s own making',
    'with customers as (select 1 as id) select 1 from customers c left join metrics on metrics.customer_id = c.id',
  ],
  ['the customers are another table', 'select 1 from contacts c left join metrics on metrics.customer_id = c.id where true'],
  [
    'a row at a time, whether it is a seen customer’s or not',
    'select 1 from metrics left join lateral (select * from customers c where c.id = metrics.customer_id offset 0) c on true where true',
  ],
  [
    'a row at a time, of whatever customers',
    'select 1 from metrics join lateral (select * from customers c where c.id = others.customer_id offset 0) c on true where true',
  ],
  [
    'a row at a time, or any',
    'select 1 from metrics join lateral (select * from customers c where c.id = metrics.customer_id or true offset 0) c on true where true',
  ],
  [
    'a row at a time, of another table',
    'select 1 from metrics join lateral (select * from contacts c where c.id = metrics.customer_id offset 0) c on true where true',
  ],
  ['a lateral one', 'select 1 from customers c left join lateral on lateral.customer_id = c.id where true'],
])('in all other places it looks: %s', (_, plain) => {
  expect(found(plain)).toEqual([])
})
