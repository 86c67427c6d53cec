/** A piece of a line: plain, or marked as strong, stressed or code. */
export interface Span {
  mark: 'plain' | 'strong' | 'stress' | 'code'
  text: string
}

export type Block =
  | { kind: 'heading'; level: number; spans: Span[] }
  | { kind: 'paragraph'; spans: Span[] }
  | { kind: 'list'; ordered: boolean; items: Span[][] }
  | { kind: 'code'; text: string }

const fence = /^ {0,3}(```+|~~~+)/
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/
const item = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/

/**
 * The little of Markdown that descriptions need: headings, paragraphs, flat lists, code, strong and stressed words. A link is its
 * words and where it leads, as text; HTML is text; nothing else means anything.
 */
export function markdownBlocks(source: string): Block[] {
  const lines = source.slice(0, charsMax).split(/\r\n?|\n/)
  const blocks: Block[] = []
  let words: string[] = []
  const endParagraph = () => {
    if (words.length > 0) blocks.push({ kind: 'paragraph', spans: spansOf(words.join(' ')) })
    words = []
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const opened = fence.exec(line)?.[1]
    const head = heading.exec(line)
    const listed = item.exec(line)
    if (opened) {
      endParagraph()
      const end = lines.findIndex((each, index) => index > at && each.trim().startsWith(opened))
      const last = end < 0 ? lines.length : end
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') })
      at = last
    } else if (head) {
      endParagraph()
      blocks.push({ kind: 'heading', level: head[1]?.length ?? 1, spans: spansOf(head[2] ?? '') })
    } else if (listed && (words.length === 0 || !listed[1])) {
      endParagraph()
      addItem(blocks, listed[1] !== undefined, listed[2] ?? '', lines[at - 1])
    } else if (line.trim() === '') {
      endParagraph()
    } else {
      const before = blocks.at(-1)
      const goesOn = words.length === 0 && /^\s{2,}/.test(line) && before?.kind === 'list' && (lines[at - 1] ?? '').trim() !== ''
      if (goesOn) before.items.at(-1)?.push(...spansOf(` ${line.trim()}`))
      else words.push(line.trim())
    }
  }
  endParagraph()
  return blocks
}

function addItem(blocks: Block[], ordered: boolean, text: string, lineBefore: string | undefined): void {
  const before = blocks.at(-1)
  const spans = spansOf(text)
  const joins = before?.kind === 'list' && before.ordered === ordered && lineBefore !== undefined
  if (joins) before.items.push(spans)
  else blocks.push({ kind: 'list', ordered, items: [spans] })
}

// Bounded, so that a line of open brackets costs no square of its length.
const marks = /`([^`]{1,500})`|\*\*([^*]{1,500})\*\*|__([^_]{1,500})__|\*([^*\s][^*]{0,500})\*|!?\[([^\]]{0,300})\]\(([^)\s]{0,1000})[^)]{0,300}\)/g

/** Images and links lose their brackets; what they point at stays readable. */
function spansOf(line: string): Span[] {
  const spans: Span[] = []
  let end = 0
  for (const found of line.matchAll(marks)) {
    const [whole, code, strong, strong2, stress, label, target] = found
    if (found.index > end) spans.push({ mark: 'plain', text: line.slice(end, found.index) })
    if (code !== undefined) spans.push({ mark: 'code', text: code })
    else if (strong !== undefined || strong2 !== undefined) spans.push({ mark: 'strong', text: strong ?? strong2 ?? '' })
    else if (stress !== undefined) spans.push({ mark: 'stress', text: stress })
    else spans.push({ mark: 'plain', text: label === target || !target ? label ?? '' : `${label} (${target})` })
    end = found.index + whole.length
  }
  if (end < line.length) spans.push({ mark: 'plain', text: line.slice(end) })
  return spans
}

/** A page stays usable with a book in it. */
const charsMax = 20_000
