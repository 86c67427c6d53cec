import { expect, test } from 'vitest'
import { markdownBlocks } from './markdown'

const plain = (text: string) => [{ mark: 'plain', text }]

test('headings, paragraphs, lists and code are told apart', () => {
  expect(markdownBlocks('# Title\n\nTwo lines\nof one paragraph\n\n- one\n  and on\n- two\n\n1. first\n```\na *b*\n```\nend')).toEqual([
    { kind: 'heading', level: 1, spans: plain('Title') },
    { kind: 'paragraph', spans: plain('Two lines of one paragraph') },
    { kind: 'list', ordered: false, items: [[...plain('one'), ...plain(' and on')], plain('two')] },
    { kind: 'list', ordered: true, items: [plain('first')] },
    { kind: 'code', text: 'a *b*' },
    { kind: 'paragraph', spans: plain('end') },
  ])
})

test('words are marked within a line', () => {
  expect(markdownBlocks('Use `a*b*` for **strong** and *stressed* 2 * 3 * 4')).toEqual([{
    kind: 'paragraph',
    spans: [
      ...plain('Use '), { mark: 'code', text: 'a*b*' }, ...plain(' for '), { mark: 'strong', text: 'strong' }, ...plain(' and '),
      { mark: 'stress', text: 'stressed' }, ...plain(' 2 * 3 * 4'),
    ],
  }])
})

test('links, pictures and HTML are text', () => {
  expect(markdownBlocks('[a](javascript:alert(1)) ![b](https://evil.invalid/x.png) <img src=x onerror=alert(1)>')).toEqual([{
    kind: 'paragraph',
    spans: [
      ...plain('a (javascript:alert(1)'), ...plain(') '), ...plain('b (https://evil.invalid/x.png)'),
      ...plain(' <img src=x onerror=alert(1)>'),
    ],
  }])
})

test.each(['', '```', '`'.repeat(5000), '*'.repeat(20_000), '['.repeat(20_000), '#'.repeat(20_000), '- '.repeat(9_000), '**a'.repeat(6_000)])(
  'odd text %# takes no time', text => {
    const before = performance.now()
    markdownBlocks(text)
    expect(performance.now() - before).toBeLessThan(2_000)
  })
