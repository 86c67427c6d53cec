import { expect, test } from 'vitest'
import type { Json } from '../api/types'
import { viewsOf } from './views'

test('views that do not fit are left out, and the others read', () => {
  const views = viewsOf({
    views: [
      { title: 'T', type: 'table', pointer: '/a', columns: [{ key: 'x' }, { key: 'y', title: 'Y', format: 'bytes' }, 3], span: 99 },
      { title: 'T', type: 'html', pointer: '' },
      { type: 'chart', mark: 'pie', x: { key: 'a' }, series: [{ key: 'b' }] },
      7,
      { type: 'tabs', tabs: [{ title: 'A', views: [{ type: 'json' }, { type: 'tabs', tabs: [] }] }] },
    ],
  })
  expect(views.map(view => view.type)).toEqual(['table', 'tabs'])
  expect(views[0]).toMatchObject({ span: 12, columns: [{ key: 'x', title: 'x' }, { key: 'y', title: 'Y', format: 'bytes' }], actions: [] })
  expect(views[1]).toMatchObject({ tabs: [{ title: 'A', views: [{ type: 'json' }] }] })
})

test.each<Json | undefined>(['nonsense', null, undefined, { sections: [] }, { views: 'x' }])('%j has no views', ui => {
  expect(viewsOf(ui)).toEqual([])
})

test('tones are only those that there are', () => {
  expect(viewsOf({ views: [{ type: 'status', tones: { drift: 'bad', x: 'url(evil)', constructor: 'good' } }] })[0])
    .toMatchObject({ tones: new Map([['drift', 'bad'], ['constructor', 'good']]) })
})
