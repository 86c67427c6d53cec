import type { Heading, Nodes, PhrasingContent, RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { Fragment, useMemo, type ReactNode } from 'react'
import { visible } from '../parts/visible'

const charsMax = 100_000
const depthMax = 20

/**
 * Markdown without anything that acts: what is written as HTML is shown as it is written, a picture is its words, and a link its words with the
 * address beside them, since a stranger chose both.
 */
export default function MarkdownView({ text, below = 1 }: {
  text: string
  /** The level of the title that it stands below; its own titles begin with the next. */
  below?: number
}) {
  const tree = useMemo(
    () => fromMarkdown(text.slice(0, charsMax), { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }), [text])
  return (
    <div className="markdown">
      <bdi>{blocks(leveled(tree.children, below), 0)}</bdi>
      {text.length > charsMax && <p className="none">Cut at {charsMax / 1000} thousand characters; the JSON has all.</p>}
    </div>
  )
}

/** Titles without a gap between their levels, whatever levels the author wrote. */
function leveled(nodes: RootContent[], below: number): RootContent[] {
  const depths = [...new Set(nodes.flatMap(node => (node.type === 'heading' ? [node.depth] : [])))].sort()
  const level = new Map(depths.map((depth, index) => [depth, Math.min(6, below + 1 + index) as Heading['depth']]))
  let last = below
  return nodes.map(node => {
    if (node.type !== 'heading') return node
    last = Math.min(level.get(node.depth) ?? 6, last + 1)
    return { ...node, depth: last as Heading['depth'] }
  })
}

function blocks(nodes: (RootContent | Nodes)[], depth: number): ReactNode {
  if (depth > depthMax) return <p>…</p>
  return nodes.map((node, index) => <Fragment key={index}>{block(node, depth)}</Fragment>)
}

function block(node: RootContent | Nodes, depth: number): ReactNode {
  switch (node.type) {
    case 'paragraph': return <p>{words(node.children, depth + 1)}</p>
    case 'heading': {
      const Title = `h${node.depth}` as const
      return <Title className="markdown-title">{words(node.children, depth + 1)}</Title>
    }
    case 'thematicBreak': return <hr />
    case 'blockquote': return <blockquote>{blocks(node.children, depth + 1)}</blockquote>
    case 'list': {
      const items = node.children.map((item, index) => <li key={index}>{node.spread ? blocks(item.children, depth + 1) : tight(item.children, depth + 1)}</li>)
      return node.ordered ? <ol start={node.start ?? 1}>{items}</ol> : <ul>{items}</ul>
    }
    case 'code': return <pre tabIndex={0} aria-label={node.lang ? `Code in ${visible(node.lang)}` : 'Code'}><code>{visible(node.value)}</code></pre>
    case 'html': return <p>{visible(node.value)}</p>
    case 'table': return (
      <div className="markdown-table" tabIndex={0} role="region" aria-label="Table">
        <table>
          {node.children.slice(0, 1).map((row, index) => (
            <thead key={index}><tr>{row.children.map((cell, at) => <th key={at} scope="col">{words(cell.children, depth + 1)}</th>)}</tr></thead>
          ))}
          <tbody>
            {node.children.slice(1).map((row, index) => (
              <tr key={index}>{row.children.map((cell, at) => <td key={at}>{words(cell.children, depth + 1)}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    )
    case 'definition': return null
    default: return <p>{words([node as PhrasingContent], depth + 1)}</p>
  }
}

/** A list's items without paragraphs around them. */
function tight(nodes: (RootContent | Nodes)[], depth: number): ReactNode {
  return nodes.map((node, index) => <Fragment key={index}>{node.type === 'paragraph' ? words(node.children, depth + 1) : block(node, depth)}</Fragment>)
}

function words(nodes: PhrasingContent[], depth: number): ReactNode {
  if (depth > depthMax) return '…'
  return nodes.map((node, index) => <Fragment key={index}>{phrase(node, depth)}</Fragment>)
}

function phrase(node: PhrasingContent, depth: number): ReactNode {
  switch (node.type) {
    case 'text': return visible(node.value)
    case 'html': return visible(node.value)
    case 'emphasis': return <em>{words(node.children, depth + 1)}</em>
    case 'strong': return <strong>{words(node.children, depth + 1)}</strong>
    case 'inlineCode': return <code>{visible(node.value)}</code>
    case 'break': return <br />
    case 'link': return <>{words(node.children, depth + 1)} <span className="address">({visible(node.url)})</span></>
    case 'linkReference': return words(node.children, depth + 1)
    case 'image':
    case 'imageReference': return visible(node.alt ?? '')
    default: return null
  }
}
