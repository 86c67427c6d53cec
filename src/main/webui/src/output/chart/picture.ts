import type { Drawing, Shape } from './drawing'

const scale = 2

/** Colours as the page has them now, light or dark. */
function colours(element: Element): (tone: Shape['tone'] | 'ink' | 'surface') => string {
  const probe = document.createElement('span')
  element.append(probe)
  const known = new Map<string, string>()
  for (const tone of ['accent', 'neutral', 'good', 'info', 'warning', 'bad', 'grid', 'ink', 'surface'] as const) {
    probe.className = `chart-colour ${tone}`
    known.set(tone, getComputedStyle(probe).color)
  }
  probe.remove()
  return tone => known.get(tone) ?? 'currentColor'
}

/** The drawing as an SVG file of its own. */
export function svgOf(drawing: Drawing, element: Element, title: string): Blob {
  const colour = colours(element)
  const shapes = drawing.shapes.map(shape => shape.look === 'line'
    ? `<path d="${shape.path}" fill="none" stroke="${colour(shape.tone)}" stroke-width="${shape.tone === 'grid' ? 1 : 2}"/>`
    : `<path d="${shape.path}" fill="${colour(shape.tone)}"${shape.look === 'faint' ? ' fill-opacity="0.18"' : ''}/>`)
  const words = drawing.words.map(({ text, x, y, anchor }) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour('ink')}">${escaped(text)}</text>`)
  const { width, height } = drawing
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
    + ` font-family="sans-serif" font-size="12"><title>${escaped(title)}</title><rect width="100%" height="100%" fill="${colour('surface')}"/>`
    + `${shapes.join('')}${words.join('')}</svg>`
  return new Blob([text], { type: 'image/svg+xml' })
}

/** The drawing as a PNG, twice as large as on the page. */
export async function pngOf(drawing: Drawing, element: Element): Promise<Blob> {
  const colour = colours(element)
  const canvas = new OffscreenCanvas(drawing.width * scale, drawing.height * scale)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser gives no canvas to draw on')
  pen.scale(scale, scale)
  pen.fillStyle = colour('surface')
  pen.fillRect(0, 0, drawing.width, drawing.height)
  for (const shape of drawing.shapes) {
    const path = new Path2D(shape.path)
    pen.globalAlpha = shape.look === 'faint' ? 0.18 : 1
    if (shape.look === 'line') {
      pen.strokeStyle = colour(shape.tone)
      pen.lineWidth = shape.tone === 'grid' ? 1 : 2
      pen.stroke(path)
    } else {
      pen.fillStyle = colour(shape.tone)
      pen.fill(path)
    }
  }
  pen.globalAlpha = 1
  pen.fillStyle = colour('ink')
  pen.font = '12px sans-serif'
  for (const { text, x, y, anchor } of drawing.words) {
    pen.textAlign = anchor === 'middle' ? 'center' : anchor
    pen.fillText(text, x, y)
  }
  return canvas.convertToBlob({ type: 'image/png' })
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
