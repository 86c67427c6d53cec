import { expect, test } from 'vitest'
import { csvOf } from './csv'

const one = (value: string | number) => csvOf([{ key: 'a', title: 'A' }], [{ a: value }]).split('\r\n')[1]

test('rows are lines, and what has commas, quotes or breaks is quoted', () => {
  const columns = [{ key: 'n', title: 'Name' }, { key: 'c', title: 'Count, all' }]
  expect(csvOf(columns, [{ n: 'a "b"\nc', c: 1.5 }, { n: null }, { c: { x: [1] } }]))
    .toBe('\ufeffName,"Count, all"\r\n"a ""b""\nc",1.5\r\n,\r\n,"{""x"":[1]}"\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '=cmd|\' /C calc\'!A0'])('%j is no formula to a spreadsheet', text => {
  expect(one(text)).toMatch(/^"?'/)
})

test.each([-1, -0.5])('the number %d stays one', number => {
  expect(one(number)).toBe(String(number))
})

test.each(['a=b', 'ok', 'x - y'])('%j stays as it is', text => {
  expect(one(text)).toBe(text)
})
