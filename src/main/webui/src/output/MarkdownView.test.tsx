import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import MarkdownView from './MarkdownView'

const shown = (text: string) => render(<MarkdownView text={text} />).container

test('titles, lists, code and tables are what they are', () => {
  const page = shown('# One\n\n- a\n- **b**\n\n```sql\nSELECT 1\n```\n\n| n | m |\n|---|---|\n| 1 | 2 |')
  expect(page.querySelector('h2')?.textContent).toBe('One')
  expect([...page.querySelectorAll('li')].map(item => item.innerHTML)).toEqual(['a', '<strong>b</strong>'])
  expect(page.querySelector('pre')?.textContent).toBe('SELECT 1')
  expect(page.querySelectorAll('td')).toHaveLength(2)
})

test('titles have no gap between their levels', () => {
  const page = render(<MarkdownView text={'#### a\n\n## b\n\n#### c'} below={2} />).container
  expect([...page.querySelectorAll('.markdown-title')].map(title => title.tagName)).toEqual(['H3', 'H3', 'H4'])
})

test('a link is its words and its address, and leads nowhere', () => {
  const page = shown('[here](javascript:alert(1)) <https://evil.example> ![x](https://evil.example/p.png)')
  expect(page.querySelector('a, img')).toBeNull()
  expect(page.textContent).toContain('here (javascript:alert(1))')
})

test('what is written as HTML is shown as it is written', () => {
  const page = shown('<img src=x onerror=alert(1)>\n\na <b onclick="x">b</b>\n\n<script>alert(1)</script>')
  expect(page.querySelector('img, b, script')).toBeNull()
  expect(page.textContent).toContain('<img src=x onerror=alert(1)>')
})

test('a thousand quotes inside each other are cut, not followed', () => {
  expect(shown(`${'> '.repeat(1000)}deep`).querySelectorAll('blockquote').length).toBeLessThan(30)
})
