import { useMemo } from 'react'
import { markdownBlocks, type Block, type Span } from './markdown'
import { visible } from './visible'

/**
 * A stranger's Markdown as text of ours: no HTML, no links, no pictures.
 *
 * @param without a first heading that says this is left out, as it stands above already
 */
export function Markdown({ text, without }: { text: string; without?: string }) {
  const blocks = useMemo(() => {
    const all = markdownBlocks(text)
    const [first] = all
    const says = first?.kind === 'heading' ? first.spans.map(span => span.text).join('').trim() : undefined
    return says !== undefined && says === without ? all.slice(1) : all
  }, [text, without])
  return <div className="markdown">{blocks.map((block, index) => <Part key={index} block={block} />)}</div>
}

function Part({ block }: { block: Block }) {
  switch (block.kind) {
    // All of one level: strangers skip levels, and the page around has its own.
    case 'heading': return <h3 className={block.level > 2 ? 'minor' : undefined}><Spans spans={block.spans} /></h3>
    case 'paragraph': return <p><Spans spans={block.spans} /></p>
    case 'code': return <pre tabIndex={0}><code>{visible(block.text)}</code></pre>
    case 'list': {
      const items = block.items.map((spans, index) => <li key={index}><Spans spans={spans} /></li>)
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
  }
}

function Spans({ spans }: { spans: Span[] }) {
  return (
    <bdi>
      {spans.map(({ mark, text }, index) => {
        if (mark === 'code') return <code key={index}>{visible(text)}</code>
        if (mark === 'strong') return <strong key={index}>{visible(text)}</strong>
        if (mark === 'stress') return <em key={index}>{visible(text)}</em>
        return visible(text)
      })}
    </bdi>
  )
}
